// Offers the time zone of this device as the answer; the person may choose another.
document.querySelectorAll("form[data-zone] select[name=zone]").forEach((select) => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === here)) select.value = here;
});
