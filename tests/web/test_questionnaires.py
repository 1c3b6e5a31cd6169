"""A clinic's questionnaire on the pages: looked over, taken in, filled in at one's own pace, given
back by whoever filled it in, taken out."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heartleaf.archive.models import Upload
from heartleaf.care.questionnaires import keeping
from heartleaf.care.questionnaires.keeping import open_questionnaires
from heartleaf.keepsakes.models import Notebook
from heartleaf.sample.questionnaires import before_your_appointment, bring_questionnaire
from tests.care.questionnaires.asking import FHIR, a_file, asked, group, option, weighed, when


def said(answer):
    return answer.content.decode()


def brought(browser, data):
    """The address where a chosen file is looked over, or the page that says why not."""
    file = SimpleUploadedFile("clinic.json", data, "application/json")
    return browser.post("/questionnaires/new/", {"file": file})


def taken(browser, *items, **says):
    look = brought(browser, a_file(*items, **says)).url
    return browser.post(look, {"step": "take"}).url


def form_of(browser, address):
    """What a form holds as it is opened: the marks, what was typed and what is chosen."""
    page = said(browser.get(address))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'name="(w\d+)" type="\w+" value="([^"]*)"', page))
    fields |= dict(re.findall(r'name="(q\d+)" value="(\w*)" checked', page))
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def filled(browser, questionnaire, **answers):
    form = form_of(browser, f"{questionnaire}filling/")
    return browser.post(f"{questionnaire}filling/", form | answers)


def answers_of(person):
    return [one.answers for one in open_questionnaires(person).fillings]


@pytest.fixture
def tea(adas):
    """A questionnaire that asks three things."""
    return taken(
        adas,
        asked("a", text="What would you like?"),
        asked("n", "integer", text="How many?", required=True),
        weighed("c", 0, 5, text="How warm?"),
        publisher="A clinic",
    )


def test_a_file_is_looked_over_before_it_is_taken(ada, adas):
    data = a_file(
        asked("x", "attachment", text="Your letter"), publisher="A clinic", copyright="Ours"
    )

    page = said(adas.get(brought(adas, data).url))

    for words in ("Before you come", "A clinic", "Ours", "Your letter", "cannot be answered here"):
        assert words in page
    assert open_questionnaires(ada).brought == []


def test_what_was_taken_is_kept_as_it_came(ada, adas):
    data = b"\xef\xbb\xbf" + before_your_appointment()
    one = adas.post(brought(adas, data).url, {"step": "take"}).url

    assert adas.get(f"{one}file.json").content == data
    assert Upload.objects.count() == 0


def test_what_was_left_is_nowhere(ada, adas):
    look = brought(adas, a_file()).url
    adas.post(look, {"step": "leave"})

    assert open_questionnaires(ada).brought == []
    assert Upload.objects.count() == 0
    assert adas.get(look).status_code == 404


def test_two_taps_take_it_once(ada, adas):
    look = brought(adas, a_file()).url
    adas.post(look, {"step": "take"})

    assert adas.post(look, {"step": "take"}).url == look.replace("/new", "")
    assert len(open_questionnaires(ada).brought) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<Questionnaire/>", "This file is written in XML."),
        (b"{", "This file cannot be read as JSON."),
        (b"", "This file is empty."),
        (b'{"resourceType": "Patient"}', "This file is not a FHIR questionnaire."),
        (b" " * (512 * 1024 + 1), "This file is larger than 512 KB."),
    ],
)
def test_a_file_that_is_none_is_told_in_a_sentence_and_nothing_is_lost(ada, adas, data, sentence):
    bring_questionnaire(ada)

    answer = brought(adas, data)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert len(open_questionnaires(ada).brought) == 1
    assert Upload.objects.count() == 0


def test_no_file_is_told_too(adas):
    assert "No file was chosen." in said(adas.post("/questionnaires/new/", {}))


def test_script_in_a_file_is_words_on_the_page(adas):
    one = taken(adas, asked("a", text="<script>alert(1)</script>"), title="<img src=x onerror=y>")

    for page in (one, f"{one}filling/"):
        assert "<script>alert" not in said(adas.get(page))
        assert "<img src=x" not in said(adas.get(page))


def test_answers_are_kept_and_shown_with_the_clinics_words(ada, adas, tea):
    answer = filled(adas, tea, w0="Mint tea", w1="2", q2="1")
    page = said(adas.get(answer.url))

    assert answers_of(ada)[0]["n"] == [{"valueInteger": 2}]
    for words in ("What would you like?", "Mint tea", "How warm?", "Answer 1"):
        assert words in page


def test_nothing_is_required(ada, adas, tea):
    assert filled(adas, tea, w0="Mint tea").status_code == 302
    assert "The clinic asks for this." in said(adas.get(f"{tea}filling/"))


def test_an_empty_form_keeps_nothing_and_says_so(ada, adas, tea):
    answer = filled(adas, tea)

    assert "Nothing is answered yet, so nothing was kept." in said(answer)
    assert answers_of(ada) == []


def test_what_cannot_be_read_stays_on_the_page_and_the_rest_is_kept(ada, adas, tea):
    answer = filled(adas, tea, w0="Mint tea", w1="a few")
    page = said(answer)

    assert answer.status_code == 422
    assert "The clinic asks for a whole number here." in page
    assert 'value="a few"' in page
    assert answers_of(ada) == [{"a": [{"valueString": "Mint tea"}]}]


def test_it_goes_on_another_day_and_can_be_emptied_again(ada, adas, tea):
    first = filled(adas, tea, w0="Mint tea").url
    form = form_of(adas, f"{first}change/")
    assert form["w0"] == "Mint tea"

    adas.post(f"{first}change/", form | {"w0": "", "w1": "3"})

    (answers,) = answers_of(ada)
    assert (answers["a"], answers["n"]) == ([], [{"valueInteger": 3}])


def test_each_time_is_by_itself(ada, adas, tea):
    filled(adas, tea, w0="Mint tea")
    filled(adas, tea, w0="Water")

    assert [one["a"][0]["valueString"] for one in answers_of(ada)] == ["Mint tea", "Water"]


def test_two_windows_lose_nothing(ada, adas, tea):
    first = filled(adas, tea, w0="Mint tea").url
    here = form_of(adas, f"{first}change/")
    there = dict(here)
    adas.post(f"{first}change/", there | {"w0": "Water", "w1": "1"})

    answer = adas.post(f"{first}change/", here | {"w0": "Milk"})
    page = said(answer)

    assert answer.status_code == 422
    assert "There it says: Water." in page
    assert 'value="Milk"' in page
    assert answers_of(ada)[0]["a"] == [{"valueString": "Water"}]
    assert answers_of(ada)[0]["n"] == [{"valueInteger": 1}]

    again = dict(re.findall(r'<input type="hidden" name="(m\d+)" value="([^"]*)"', page))
    adas.post(f"{first}change/", again | {"w0": "Milk", "w1": "1"})
    assert answers_of(ada)[0]["a"] == [{"valueString": "Milk"}]


def test_a_form_that_is_sent_twice_begins_once(ada, adas, tea):
    form = form_of(adas, f"{tea}filling/") | {"w0": "Mint tea"}
    adas.post(f"{tea}filling/", form)
    adas.post(f"{tea}filling/", form)

    assert len(answers_of(ada)) == 1


def test_an_answer_brings_a_further_question(ada, adas):
    one = taken(
        adas,
        asked("a", "boolean", text="Will someone come?"),
        asked("b", text="Who will come?", enableWhen=[when("a", answerBoolean=True)]),
    )
    assert "Who will come?" not in said(adas.get(f"{one}filling/"))

    answer = filled(adas, one, q0="yes")
    page = said(adas.get(answer.url))

    assert "the clinic asks something more" in page
    assert "Who will come?" in page


def test_what_is_no_longer_asked_is_kept_and_not_given(ada, adas):
    one = taken(
        adas,
        asked("a", "boolean"),
        asked("b", enableWhen=[when("a", answerBoolean=True)]),
    )
    there = filled(adas, one, q0="yes").url
    adas.post(there, form_of(adas, there) | {"w1": "Inge"})
    adas.post(there, form_of(adas, there) | {"q0": "no"})

    answers = there.replace("change/", "")
    assert answers_of(ada)[0]["b"] == [{"valueString": "Inge"}]
    assert "Inge" not in said(adas.get(answers))
    assert "Inge" not in said(adas.get(f"{answers}answers.json"))


def test_a_group_can_be_answered_by_itself(ada, adas):
    one = taken(adas, group("g", asked("a")), group("h", asked("b")))
    page = said(adas.get(f"{one}filling/?group=1"))
    assert "Question b" in page
    assert "Question a" not in page

    form = form_of(adas, f"{one}filling/?group=0") | {"w1": "first", "step": "next"}
    following = adas.post(f"{one}filling/?group=0", form)

    assert following.url.endswith("change/?group=1")
    assert answers_of(ada) == [{"a": [{"valueString": "first"}]}]


def test_what_the_file_puts_there_first_can_be_taken_away(ada, adas):
    one = taken(adas, asked("a", initial=[{"valueString": "Mint tea"}]), asked("b"))
    form = form_of(adas, f"{one}filling/")
    assert form["w0"] == "Mint tea"

    there = adas.post(f"{one}filling/", form | {"w0": "", "w1": "x"}).url

    assert answers_of(ada)[0]["a"] == []
    assert form_of(adas, f"{there}change/")["w0"] == ""


def test_words_of_ones_own_and_several_choices(ada, adas):
    choices = [option("1"), option("2"), option("3")]
    one = taken(
        adas,
        asked("a", "choice", answerOption=choices, repeats=True),
        asked("b", "open-choice", answerOption=choices),
        asked("c", repeats=True),
    )
    there = filled(adas, one, q0=["0", "2"], w1="By the sea", w2=["one", "", "two"]).url

    (answers,) = answers_of(ada)
    assert [given["valueCoding"]["code"] for given in answers["a"]] == ["1", "3"]
    assert answers["b"] == [{"valueString": "By the sea"}]
    assert answers["c"] == [{"valueString": "one"}, {"valueString": "two"}]
    assert "By the sea" in said(adas.get(there))


def test_they_are_saved_for_the_clinic_and_as_words(adas, tea):
    there = filled(adas, tea, w0="Mint tea").url

    answer = adas.get(f"{there}answers.json?finished=yes")
    assert answer["Content-Type"] == "application/fhir+json"
    assert answer["Content-Disposition"].startswith("attachment")
    assert json.loads(answer.content)["status"] == "completed"
    words = said(adas.get(f"{there}answers.txt"))
    assert "What would you like?\n  Mint tea" in words


def test_a_sum_stands_under_the_files_own_words(ada, adas):
    questionnaire, filling = bring_questionnaire(ada)

    page = said(adas.get(f"/questionnaires/{questionnaire}/{filling}/"))

    assert re.search(r"Points for our file:</span> 2<", page)
    assert "Heartleaf does not know what it means." in page


def test_what_the_file_hides_is_shown_before_it_is_given(adas):
    hidden = [{"url": f"{FHIR}questionnaire-hidden", "valueBoolean": True}]
    form = asked("f", text="Form", extension=hidden, initial=[{"valueString": "seven"}])
    one = taken(adas, form, asked("a"))

    assert "seven" not in said(adas.get(f"{one}filling/"))
    assert "Form: seven" in said(adas.get(filled(adas, one, w1="x").url))


def test_taking_out_asks_first(ada, adas, tea):
    there = filled(adas, tea, w0="Mint tea").url

    assert "Take out the answers of" in said(adas.get(f"{there}taking-out/"))
    assert len(answers_of(ada)) == 1
    adas.post(f"{there}taking-out/", form_of(adas, f"{there}taking-out/"))
    assert answers_of(ada) == []

    assert "Take out “Before you come”?" in said(adas.get(f"{tea}taking-out/"))
    adas.post(f"{tea}taking-out/", form_of(adas, f"{tea}taking-out/"))
    assert open_questionnaires(ada).brought == []


def test_what_was_said_since_taking_out_was_opened_does_not_go_with_it(ada, adas, tea):
    there = filled(adas, tea, w0="Mint tea").url
    forms = {path: form_of(adas, path) for path in (f"{there}taking-out/", f"{tea}taking-out/")}
    adas.post(f"{there}change/", form_of(adas, f"{there}change/") | {"w0": "Water"})

    for path, form in forms.items():
        assert adas.post(path, form).status_code == 409
    assert answers_of(ada)[0]["a"] == [{"valueString": "Water"}]


def test_answers_to_what_was_taken_out_meanwhile_are_shown_to_whoever_typed_them(ada, adas, tea):
    there = filled(adas, tea, w0="Mint tea").url
    further = form_of(adas, f"{there}change/") | {"w0": "Water with mint"}
    new = form_of(adas, f"{tea}filling/") | {"w0": "A whole pot"}
    adas.post(f"{there}taking-out/", form_of(adas, f"{there}taking-out/"))
    told = [adas.post(f"{there}change/", further)]
    adas.post(f"{tea}taking-out/", form_of(adas, f"{tea}taking-out/"))
    told.append(adas.post(f"{tea}filling/", new))

    for answer, typed in zip(told, ("Water with mint", "A whole pot"), strict=True):
        assert answer.status_code == 409
        assert re.findall(r"<textarea[^>]*>([^<]*)<", said(answer)) == [typed]
    assert adas.get(f"{there}change/").status_code == 404
    assert open_questionnaires(ada).brought == []


def test_a_file_goes_whatever_goes_wrong_while_it_is_read(adas, jonas, monkeypatch):
    file = SimpleUploadedFile("clinic.json", a_file(), "application/json")
    form = {"file": file, "who": str(jonas.id)}
    assert adas.post("/questionnaires/new/", form).status_code == 403
    assert Upload.objects.count() == 0

    def broken(*given):
        raise RecursionError

    monkeypatch.setattr("heartleaf.web.questionnaires.read", broken)
    with pytest.raises(RecursionError):
        brought(adas, a_file())
    assert Upload.objects.count() == 0


def test_it_is_nobody_elses(ada, jonas, inge, adas, tea, browser_of):
    there = filled(adas, tea, w0="Mint tea").url

    for person in (jonas, inge):
        browser = browser_of(person)
        for address in (tea, there, f"{there}answers.json", f"{tea}file.json", f"{tea}filling/"):
            assert browser.get(address).status_code == 404
        assert browser.get("/questionnaires/").status_code == 200
    assert browser_of(None).get(tea).status_code == 302


def test_a_file_that_someone_else_sent_cannot_be_looked_over(jonas, adas, browser_of):
    look = brought(adas, a_file()).url

    assert browser_of(jonas).get(look).status_code == 404
    assert browser_of(jonas).post(look, {"step": "take"}).status_code == 404


def test_there_is_an_end_to_how_many_a_notebook_takes(ada, adas, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BYTES", 2 * len(a_file(title="1")))
    for number in range(3):
        answer = adas.post(brought(adas, a_file(title=str(number))).url, {"step": "take"})

    assert answer.status_code == 409
    assert "There is no room for another questionnaire here." in said(answer)
    assert len(open_questionnaires(ada).brought) == 2


def test_a_damaged_notebook_is_told_and_never_written_over(ada, adas, tea):
    form = form_of(adas, f"{tea}filling/")
    Notebook.objects.update(sealed=ada.circle("only-me").seal_card({"other": 1}))
    damaged = bytes(Notebook.objects.get().sealed)

    for answer in (adas.get(tea), adas.post(f"{tea}filling/", form | {"w0": "Mint tea"})):
        assert answer.status_code == 409
        assert "cannot be read" in said(answer)
    assert bytes(Notebook.objects.get().sealed) == damaged
