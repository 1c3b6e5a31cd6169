"""Paths on their pages: what she can do there, and that nothing of it is anywhere else."""

import datetime
import re
from uuid import uuid4

import time_machine

from heartleaf.care.paths.paths import (
    MARKED,
    Beginning,
    PathNote,
    Reminding,
    change_path,
    open_paths,
)
from heartleaf.keepsakes.models import Keepsake, Notebook
from heartleaf.web.day_words import dates_in_words

DAY = datetime.timedelta(days=1)
ALCOHOL = "stopping all at once can be dangerous"
NEW: dict[str, object] = {
    "of": "alcohol",
    "title": "Without alcohol",
    "on": "2025-06-02",
    "days": "every",
}
NEW |= {"shown": ["total", "leaves"], "alcohol": "on"}


def said(answer):
    return answer.content.decode()


def only(ada):
    (path,) = open_paths(ada).paths
    return path


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def test_a_path_is_begun_and_the_list_says_its_title_alone(ada, adas):
    answer = adas.post("/paths/new/", NEW | {"words": "For him", "reasons": "The mornings\n\nHe"})

    assert answer.status_code == 302
    assert only(ada).reasons == ["The mornings", "He"]
    listed = said(adas.get("/paths/"))
    assert "Without alcohol" in listed
    assert "For him" not in listed
    assert "days" not in re.search("<main.*</main>", listed, re.DOTALL)[0]


def test_sent_twice_it_is_one_path(ada, adas):
    once = NEW | {"id": str(uuid4())}

    adas.post("/paths/new/", once)
    adas.post("/paths/new/", once)
    other = adas.post("/paths/new/", once | {"words": "Said after going back"})

    assert only(ada).title == "Without alcohol"
    assert other.status_code == 409
    assert "Said after going back" in said(other)


def test_a_lapse_takes_nothing_away(ada, adas, given_a_path):
    today = ada.today()
    path = given_a_path(on=(today - 286 * DAY).isoformat(), shown=["total", "again"])

    adas.post(f"/paths/{path.id}/again/", {"on": today.isoformat(), "word": "After the scan"})

    page = said(adas.get(f"/paths/{path.id}/"))
    assert re.search(r"<b>287</b>\s*<span>days in all, kept", page)
    assert re.search(r"<b>1</b>\s*<span>day since you began again", page)
    assert "After the scan" in page
    assert "Started again. All your days stay." in page


def test_days_are_left_out_only_if_she_says_so(ada, adas, given_a_path):
    today = ada.today()
    path = given_a_path(on=(today - 9 * DAY).isoformat())
    away = (today - 3 * DAY).isoformat()
    assert dates_in_words(datetime.date(2025, 12, 30), 365).startswith("30 December 2025 to 29")

    adas.post(f"/paths/{path.id}/again/", {"on": today.isoformat(), "away": away})

    page = said(adas.get(f"/paths/{path.id}/"))
    assert "<b>7</b>" in page
    assert "left out" in page


def test_what_cannot_be_is_said_and_what_was_typed_stays(ada, adas, given_a_path):
    path = given_a_path()

    for on, away, sentence in [
        ("2999-01-01", "", "That day has not come yet."),
        ("1850-01-01", "", "from 1900 on it can"),
        ("2025-06-02", "", "among your beginnings already"),
        ("2025-12-01", "2025-12-02", "after the day you started again"),
        ("2025-12-01", "2025-06-01", "reaches back over another beginning"),
        ("someday", "", "That day could not be read."),
        ("", "", "Which day?"),
    ]:
        typed = {"on": on, "away": away, "word": "A word of mine"}
        answer = adas.post(f"/paths/{path.id}/again/", typed)
        assert answer.status_code == 422
        assert sentence in said(answer)
        assert "A word of mine" in said(answer)
    assert len(only(ada).beginnings) == 1


def test_ten_thousand_letters_are_too_many_and_stay(ada, adas):
    words = "lapse " * 1700

    answer = adas.post("/paths/new/", NEW | {"words": words})

    assert "That is longer than fits here: 4000 letters do" in said(answer)
    assert words.strip() in said(answer)
    assert open_paths(ada).paths == []


def test_more_paths_than_fit_are_said_and_what_was_typed_stays(ada, adas, monkeypatch):
    monkeypatch.setattr("heartleaf.care.paths.paths.MOST_PATHS", 1)
    adas.post("/paths/new/", NEW)

    answer = adas.post("/paths/new/", NEW | {"words": "For the mornings"})

    assert answer.status_code == 409
    assert "no more fit" in said(answer)
    assert "For the mornings" in said(answer)
    assert ">leaves</textarea>" not in said(answer)


def test_a_beginning_is_corrected_or_taken_out_with_a_second_yes(ada, adas, given_a_path):
    again = Beginning(on="2025-09-09")
    path = given_a_path(beginnings=[Beginning(on="2025-06-02"), again])
    there = f"/paths/{path.id}/beginnings/{again.id}/"

    based_on = hidden(said(adas.get(there)), "based_on")
    adas.post(there, {"on": "2025-09-10", "based_on": based_on})
    late = adas.post(there, {"on": "2025-09-11", "word": "Mine", "based_on": based_on})
    assert late.status_code == 409
    assert "Wednesday, 10\u00a0September 2025" in said(late)
    assert "Mine" in said(late)
    assert [one.on for one in only(ada).beginnings] == ["2025-06-02", "2025-09-10"]

    based_on = hidden(said(adas.get(f"{there}taking-out/")), "based_on")
    assert len(only(ada).beginnings) == 2

    adas.post(f"{there}taking-out/", {"based_on": based_on})
    assert [one.on for one in only(ada).beginnings] == ["2025-06-02"]


def test_the_last_beginning_stays(ada, adas, given_a_path):
    path = given_a_path()

    adas.post(f"/paths/{path.id}/beginnings/{path.beginnings[0].id}/taking-out/")

    assert len(only(ada).beginnings) == 1


def test_a_hard_moment_has_her_reasons_her_person_and_the_lines(adas, given_a_path):
    path = given_a_path(
        reasons=["His name"], call_name="Ruth", call_number="+353 (0)20 910", alcohol=True
    )

    page = said(adas.get(f"/paths/{path.id}/hard-moment/"))

    assert "His name" in page
    assert 'href="tel:+353020910"' in page
    assert 'href="/help-now/"' in page
    assert ALCOHOL in page
    assert "Breathe out" in page
    assert f"/paths/{path.id}/hard-moment/" in said(adas.get(f"/paths/{path.id}/"))


def test_a_number_that_no_telephone_dials_is_said(ada, adas):
    answer = adas.post("/paths/new/", NEW | {"call_number": "javascript:alert(1)"})

    assert "A telephone could not dial that." in said(answer)
    assert open_paths(ada).paths == []


def test_the_plain_sentence_stands_wherever_it_is_about_alcohol(adas, given_a_path):
    about, other = given_a_path(alcohol=True), given_a_path(title="Walking")

    for place in ("", "again/", "change/", "hard-moment/"):
        assert ALCOHOL in said(adas.get(f"/paths/{about.id}/{place}"))
        assert ALCOHOL not in said(adas.get(f"/paths/{other.id}/{place}"))
    assert ALCOHOL in said(adas.get("/paths/new/?of=alcohol"))


def test_where_days_are_marked_no_other_day_is_shown(ada, adas, given_a_path):
    path = given_a_path(days=MARKED, shown=["total", "leaves"])
    assert "<b>0</b>" not in said(adas.get(f"/paths/{path.id}/"))
    today = ada.today().isoformat()

    adas.post(f"/paths/{path.id}/days/", {"on": today, "from": "path"})
    adas.post(f"/paths/{path.id}/days/", {"on": "2025-12-24"})
    page = said(adas.get(f"/paths/{path.id}/"))
    assert re.search(r"<b>2</b>\s*<span>days in all, kept", page)
    assert "Today is marked." in page

    adas.post(f"/paths/{path.id}/days/", {"back": today})
    assert only(ada).marked == ["2025-12-24"]


def test_shown_as_nothing_it_counts_nothing(adas, given_a_path):
    page = said(adas.get(f"/paths/{given_a_path(shown=[]).id}/"))

    assert 'class="figure"' not in page
    assert "<svg xmlns" not in page


def test_the_branch_says_in_words_what_it_shows(adas, given_a_path):
    beginnings = [Beginning(on="2025-06-02"), Beginning(on="2025-09-09")]
    path = given_a_path(beginnings=beginnings, shown=["leaves"])

    with time_machine.travel(datetime.datetime(2026, 3, 15, 12, tzinfo=datetime.UTC)):
        drawn = re.search("<svg xmlns.*?</svg>", said(adas.get(f"/paths/{path.id}/")))[0]

    assert 'aria-label="A branch with 10 leaves, one for each month"' in drawn
    assert "where you started again, on Tuesday, 9\u00a0September 2025" in drawn


def test_a_note_is_written_once_changed_and_taken_out(ada, adas, given_a_path):
    path = given_a_path()
    note = {"id": str(uuid4()), "words": "Round the block", "on": "2025-07-01"}
    for _ in range(2):
        adas.post(f"/paths/{path.id}/notes/new/", note)
    (kept,) = only(ada).notes
    there = f"/paths/{path.id}/notes/{kept.id}/"
    based_on = hidden(said(adas.get(there)), "based_on")

    new, change = f"/paths/{path.id}/notes/new/", {"on": "2025-07-01", "based_on": based_on}
    for _ in range(2):  # the same words again are no conflict
        assert adas.post(there, change | {"words": "Three times"}).status_code == 302
    assert only(ada).notes[0].words == "Three times"

    mark = hidden(said(adas.get(f"{there}taking-out/")), "based_on")
    for late in (adas.post(there, change | {"words": "Four"}), adas.post(new, note)):
        assert late.status_code == 409
        assert "Three times" in said(late)
    assert "Round the block" in said(late)

    adas.post(f"{there}taking-out/", {"based_on": mark})
    assert only(ada).notes == []


def test_a_note_is_nowhere_else_until_she_joins_it(ada, adas, given_a_path):
    note = PathNote(on="2025-07-01", words="Round the harbour")
    path = given_a_path(notes=[note])
    assert "harbour" not in said(adas.get("/timeline/"))
    assert Keepsake.objects.count() == 0

    for _ in range(2):
        adas.post(f"/paths/{path.id}/notes/{note.id}/joining/")

    (keepsake,) = Keepsake.objects.all()
    assert keepsake.circle_id == ada.circle("only-me").id
    page = said(adas.get("/timeline/"))
    assert "Round the harbour" in page
    assert "Without alcohol" not in page
    there = said(adas.get(f"/paths/{path.id}/notes/{note.id}/"))
    assert f"/keepsakes/{keepsake.pk}/" in there


def test_put_aside_it_comes_back_with_all_its_days(ada, adas, given_a_path):
    path = given_a_path()

    adas.post(f"/paths/{path.id}/aside/", {"aside": "yes"})
    assert "Put aside" in said(adas.get("/paths/"))

    adas.post(f"/paths/{path.id}/aside/")
    assert only(ada) == path


def test_it_ends_for_good_with_a_second_yes(ada, adas, given_a_path):
    path = given_a_path()
    asked = said(adas.get(f"/paths/{path.id}/ending/"))
    assert open_paths(ada).paths

    adas.post(f"/paths/{path.id}/ending/", {"based_on": hidden(asked, "based_on")})

    assert open_paths(ada).paths == []
    assert adas.get(f"/paths/{path.id}/").status_code == 404


def test_what_another_window_wrote_is_not_taken_out_unseen(ada, adas, given_a_path):
    again, note = Beginning(on="2025-09-09"), PathNote(on="2025-07-01", words="First")
    path = given_a_path(beginnings=[Beginning(on="2025-06-02"), again], notes=[note])
    at = f"/paths/{path.id}"
    ways = [f"{at}/ending/", f"{at}/notes/{note.id}/taking-out/"]
    ways += [f"{at}/beginnings/{again.id}/taking-out/"]
    asked = {way: {"based_on": hidden(said(adas.get(way)), "based_on")} for way in ways}

    def elsewhere(now):
        now.notes[0].words, now.beginnings[1].word = "Second", "A word"

    change_path(ada, path.id, elsewhere)

    for way in ways:
        assert adas.post(way, asked[way])["Location"] == way
        assert adas.post(way)["Location"] == way
    assert (only(ada).notes[0].words, only(ada).beginnings[1].word) == ("Second", "A word")


def test_what_is_typed_for_what_went_meanwhile_stays(adas, given_a_path):
    at = f"/paths/{given_a_path().id}"
    gone = [f"/paths/{uuid4()}/notes/new/", f"{at}/notes/{uuid4()}/", f"{at}/beginnings/{uuid4()}/"]

    for place in gone:
        typed = {"words": "Still here", "word": "Still here", "on": "2025-07-01"}
        answer = adas.post(place, typed)
        assert answer.status_code == 409
        assert "Still here" in said(answer)
    assert adas.get(gone[1]).status_code == 404


def test_what_another_person_typed_in_this_browser_is_not_kept(ada, adas, jonas, given_a_path):
    path = given_a_path()
    assert f'name="who" value="{ada.id}"' in said(adas.get(f"/paths/{path.id}/notes/new/"))
    typed = {"who": str(jonas.id), "words": "Of Jonas", "on": "2025-07-01"}

    assert adas.post(f"/paths/{path.id}/notes/new/", typed).status_code == 403
    assert only(ada).notes == []


def test_two_windows_lose_nothing(ada, adas, given_a_path):
    path = given_a_path(words="First")
    form = {"title": "Without alcohol", "days": "every", "shown": ["total"]}
    form["based_on"] = hidden(said(adas.get(f"/paths/{path.id}/change/")), "based_on")

    adas.post(f"/paths/{path.id}/notes/new/", {"words": "A note", "on": "2025-07-01"})
    for _ in range(2):  # the same words again are no conflict
        answer = adas.post(f"/paths/{path.id}/change/", form | {"words": "Second"})
        assert answer.status_code == 302
    late = adas.post(f"/paths/{path.id}/change/", form | {"words": "Third"})

    assert late.status_code == 409
    assert "Second" in said(late)
    assert "Third" in said(late)
    assert (only(ada).words, only(ada).notes[0].words) == ("Second", "A note")


def test_a_damaged_notebook_is_told_and_never_written_over(ada, adas, given_a_path):
    path = given_a_path()
    damaged = ada.circle("only-me").seal(b"damaged")
    Notebook.objects.update(sealed=damaged)

    assert "cannot be read" in said(adas.get("/paths/"))
    answer = adas.post(f"/paths/{path.id}/notes/new/", {"words": "Stays", "on": "2025-07-01"})

    assert answer.status_code == 409
    assert "Stays" in said(answer)
    assert bytes(Notebook.objects.get().sealed) == bytes(damaged)


def test_nobody_else_opens_it(jonas, browser_of, given_a_path):
    path = given_a_path()

    assert browser_of(jonas).get(f"/paths/{path.id}/").status_code == 404
    assert "Without alcohol" not in said(browser_of(jonas).get("/paths/"))


def test_reminders_are_offered_only_by_ways_that_are_set_up(ada, adas, given_a_path, told_by):
    path = given_a_path()
    assert "a calendar cannot do it" in said(adas.get(f"/paths/{path.id}/reminders/"))
    told_by(ada, "ada@example.org")
    there = f"/paths/{path.id}/reminders/"

    asked = {"weekdays": ["0", "3"], "hour": "20:00", "by": "mail"}
    assert "Choose at least one" in said(adas.post(there, asked | {"weekdays": []}))
    adas.post(there, asked)
    assert only(ada).reminding == Reminding(weekdays=[0, 3], hour="20:00", by=["mail"])
    assert ada.person.channels.get().reminders.exists()
    assert "Monday and Thursday at 20:00" in said(adas.get(f"/paths/{path.id}/"))

    adas.post(there, {"none": "yes"})
    assert not ada.person.channels.get().reminders.exists()
