// Tells the time zone of this device with the way in; the person may choose another afterwards.
document.querySelectorAll("input[type=hidden][name=zone]").forEach((field) => {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
});
