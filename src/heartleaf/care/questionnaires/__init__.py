"""A questionnaire of a clinic's own, brought as a FHIR `Questionnaire` file.

Heartleaf ships none and judges nothing. It shows the clinic's words, keeps the answers, reckons
only what the file itself says how to reckon, and gives the answers back as such a file.

All of it is plain, values in and values out, but `keeping`, which is a section of the notebook.

What is read is FHIR R4, R4B and R5 as published at https://hl7.org/fhir/questionnaire.html, with
the extensions of Structured Data Capture at https://hl7.org/fhir/uv/sdc/.
"""
