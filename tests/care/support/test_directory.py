"""The directory of help lines as it is shipped: what it says, and what it must never say."""

import datetime
import re
import tomllib
from urllib.parse import urlsplit

from heartleaf.care.support.directory import OURS, corrected_by
from heartleaf.care.support.entry import ENOUGH, FOR_FAMILIES, KINDS
from heartleaf.web.support import _whole

KNOWN = corrected_by("")
FILES = {path.stem: path.read_text(encoding="utf-8") for path in OURS.iterdir()}
EU = {"AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT"}
EU |= {"LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"}
# Where a help line is by its site, as one list or page alone has its number.
IN_ONE_LIST = {"AR", "AU", "CY", "DE", "EE", "ES", "GR", "HU", "IS", "LK", "LT", "LU", "LV", "MT"}
IN_ONE_LIST |= {"MY", "PL", "SI", "SK", "TW", "US"}
# Numbers that one list alone has, that lists give differently, that are said to be out of date, or
# that could not be confirmed, by the country they were given for.
DOUBTED = {
    "US": ["1-833-852-6262", "1-800-944-4773", "800-821-6819", "1-800-221-7437"],
    "CA": ["1-888-303-7245", "1-888-301-7276"],
    "GB": ["0808 164 3332", "020 7436 5881"],
    "AU": ["1300 726 306", "1300 072 637", "1800 882 436", "1300 11 4673"],
    "DE": ["0800 8888 4711"],
    "BE": ["106", "107"],
    "NL": ["0900 0113"],
    "LU": ["454545"],
    "ES": ["024"],
    "PT": ["808 24 24 24"],
    "IT": ["199 284 284"],
    "FI": ["09 2525 0113", "09 2525 0116"],
    "IS": ["1717"],
    "PL": ["116 123", "800 70 2222"],
    "HU": ["116 123"],
    "SI": ["116 123"],
    "SK": ["0800 800 566"],
    "LT": ["116 123"],
    "LV": ["116 123"],
    "EE": ["655 8088"],
    "CY": ["8000 7773"],
    "MT": ["179"],
    "GR": ["1018"],
    "RO": ["0800 801 200", "0800 080 100"],
    "UA": ["7333"],
    "IL": ["052-9993544"],
    "IN": ["14416", "1860-2662-345", "9999 666 555", "022-27546669", "1800-599-0019"],
    "JP": ["027-289-4323"],
    "KR": ["1393", "1588-9191"],
    "TW": ["1995", "1925"],
    "MY": ["15555", "03-7956 8145"],
    "LK": ["1926", "0707 308 308"],
    "EG": ["16328"],
    "AE": ["800 4673", "800 46342"],
    "SA": ["920033360", "800 46342"],
    "AR": ["135", "0800 345 1435"],
    "CL": ["*4141", "1515", "600 360 7777"],
    "CO": ["106"],
    "PE": ["113", "0800 4 1212"],
    "UY": ["0800 0767", "*0767"],
}


def test_nothing_in_it_is_wrong():
    assert KNOWN.problems == ()


def test_every_entry_says_where_and_when_it_was_seen_and_when_to_look_again():
    for each in KNOWN.entries:
        assert each.source
        assert datetime.date(2016, 1, 1) <= each.first_seen <= datetime.date(2026, 11, 25)
        assert each.first_seen <= KNOWN.last_seen(each) < each.review_by
        assert each.kind in KINDS


def test_every_country_says_where_its_emergency_number_is_from():
    for each in KNOWN.countries.values():
        assert each.source
        assert each.first_seen < each.review_by


def test_a_country_has_its_file_and_no_id_stands_in_two():
    there = [block for text in FILES.values() for block in tomllib.loads(text).get("entry", [])]

    assert len(KNOWN.entries) == len(there)
    assert FILES.keys() - {"world", "lists"} == KNOWN.countries.keys()
    for name, text in FILES.items():
        inside = {block.get("country", "world") for block in tomllib.loads(text).get("entry", [])}
        assert inside <= {name}


def test_a_number_stands_there_only_where_two_lists_agree():
    with_numbers = [each for each in KNOWN.entries if each.numbers]

    assert len(with_numbers) > 40
    for each in with_numbers:
        assert each.agreeing >= ENOUGH
        assert {*each.agreement} <= KNOWN.lists.keys()
        assert each.status == "ok"


def test_lists_that_nobody_named_are_counted_and_no_names_made_up():
    counted = {each.id: (each.lists, each.agreement) for each in KNOWN.entries if each.lists}

    assert counted == {"no-mental-helse": (4, ()), "no-kirkens-sos": (4, ())}
    assert "Seen in four lists, last in October 2025" in part_of("NO")


def test_a_help_line_without_a_number_says_why():
    without = [each for each in KNOWN.entries if not each.numbers and each.kind != "directory"]
    for each in without:
        assert bool(each.no_number) == (each.kind not in FOR_FAMILIES)

    reasons = {code: {each.no_number for each in KNOWN.sites(code)} for code in KNOWN.codes()}
    assert {code for code, why in reasons.items() if why == {"one-list"}} == IN_ONE_LIST
    assert [code for code in reasons if "lists-differ" in reasons[code]] == ["CL", "IT", "RO"]
    assert "Lists give different numbers" not in part_of("LU")


def test_an_address_that_stood_nowhere_is_said_to_be_from_general_knowledge():
    for each in KNOWN.entries:
        if each.page:
            assert each.page_seen == ("general knowledge" not in each.source)


def test_nobody_is_said_to_have_called_who_has_not():
    assert [each for each in KNOWN.entries if each.verified or each.verified_by] == []


def test_no_doubted_number_is_in_the_file_for_its_country():
    for code, doubted in DOUBTED.items():
        ours = tomllib.loads(FILES[code]).get("entry", [])
        said = [run for each in ours for value in texts(each) for run in runs(value)]

        assert code in KNOWN.codes()
        assert {*said}.isdisjoint(map(figures, doubted))


def test_no_doubted_number_that_could_mean_nothing_else_is_in_the_file_or_on_the_page():
    """Not in a remark either, nor in what only a browser reads."""
    said = runs("\n".join(FILES.values())) | runs(_whole())
    everywhere = [figures(n) for each in DOUBTED.values() for n in each if len(figures(n)) > 6]

    assert len(everywhere) > 20
    assert "8001110111" in {run.removeprefix("0") for run in said}
    assert [number for number in everywhere if any(number in run for run in said)] == []


def test_no_doubted_number_can_be_called_from_the_page_of_its_country():
    for code, doubted in DOUBTED.items():
        links = re.findall(r'href="(?:tel:|sms:|https://wa.me/)([^"]*)"', part_of(code))
        called = {figures(link.partition("?")[0]) for link in links}

        assert called.isdisjoint(map(figures, doubted))


def test_what_is_known_by_its_site_alone_has_no_number_anywhere():
    for each in KNOWN.entries:
        if each.status == "uncertain":
            assert each.numbers == ()
            assert not re.search(r"\d{5}|\d[ -]\d", f"{each.note} {each.region}")


def test_every_country_has_somewhere_to_turn():
    everywhere = {urlsplit(each.page).hostname for each in KNOWN.everywhere()}

    assert everywhere == {"findahelpline.com", "www.befrienders.org", "www.iasp.info"}
    for code in KNOWN.codes():
        part = part_of(code)
        assert 'class="emergency"' in part or "the emergency number of the country" in part


def test_in_the_european_union_it_is_112():
    assert {code for code in EU if "112" not in KNOWN.countries[code].emergency} == set()
    assert KNOWN.countries["US"].emergency == ("911",)
    assert KNOWN.countries["HK"].emergency == ()


def test_no_entry_is_in_two_countries_by_accident():
    """A country's letters begin its id, and no site stands twice but for the two that are meant."""
    assert [each.id for each in KNOWN.entries if not each.id.startswith(each.country.lower())] == []
    pages = [each.page for each in KNOWN.entries if each.page]
    twice = {page for page in pages if pages.count(page) > 1}
    assert twice == {"https://www.samaritans.org"}


def test_every_number_is_one_that_can_be_dialled():
    for each in KNOWN.entries:
        for number in each.numbers:
            assert re.fullmatch(r"\+?\d[\d -]*\d", number)
            assert 3 <= len(figures(number)) <= 15


def test_there_are_as_many_countries_as_the_lists_had():
    assert len([c for c in KNOWN.codes() if KNOWN.nearest(c) or KNOWN.sites(c)]) >= 50
    assert {"US", "GB", "JP", "KR", "ZA", "AE", "CL"} <= {*KNOWN.codes()}


def test_lines_that_are_known_by_name_alone_are_there():
    there = {"ES": "conducta suicida", "IN": "Tele MANAS", "BR": "Era en Abril"}

    assert [code for code, name in there.items() if name not in part_of(code)] == []


def part_of(code):
    """What the page with all countries says of one."""
    return _whole().partition(f'data-country="{code}"')[2].partition("data-country")[0]


def texts(block):
    """All that an entry says, but for addresses: figures may be a name there, as in 454545.lu."""
    for name, value in block.items():
        if name not in {"id", "page"}:
            yield from map(str, value if isinstance(value, list) else [value])


def runs(text):
    """The figures that stand together, however they are set apart."""
    return {*re.findall(r"\d+", re.sub(r"(?<=\d)[ \-–.()]+(?=\d)", "", text))}


def figures(number):
    return re.sub(r"[^\d*]", "", number)
