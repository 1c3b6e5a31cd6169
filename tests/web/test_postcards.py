"""An image to post: who may make one, and of what; nothing of it is seen before it is asked."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from html import unescape

import pytest
from PIL import Image

from heartleaf.family.models import Membership
from heartleaf.family.opening import OpenPerson

NEW = "/postcards/new/"
SHOWN = re.compile(r'<img src="data:image/jpeg;base64,([^"]+)"')


def page_of(keepsake) -> str:
    return f"/keepsakes/{keepsake.id}/postcard/"


def a_postcard(person: OpenPerson, **says) -> dict[str, object]:
    first = {"layout": "words", "shape": "post", "paper": "light", "kind": "jpeg"}
    return {"who": person.id, **first, "words": "Our son.", **says}


def media_of(keepsake) -> str:
    return str(keepsake.media.first().id)


def looked_at(answer) -> Image.Image:
    return Image.open(io.BytesIO(b64decode(SHOWN.search(answer.content.decode())[1])))


def test_a_parent_looks_at_it_and_saves_it_under_a_name_that_says_nothing(
    ada, adas, given_a_picture
):
    hat = given_a_picture(ada, circle="us", title="His hat", children=[ada.facts.children[0].id])

    assert looked_at(adas.get(page_of(hat))).size == (400, 500)
    wanted = a_postcard(ada, layout="full", picture=media_of(hat), shape="story", save="yes")
    answer = adas.post(page_of(hat), wanted)

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'attachment; filename="picture.jpg"'
    assert "no-store" in answer["Cache-Control"]
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1920)


def test_the_keepsakes_own_title_and_child_stand_there_first_and_no_date(
    ada, adas, given_a_picture
):
    rowan, mila = ada.facts.children
    hat = given_a_picture(ada, circle="us", title="His hat", children=[rowan.id, mila.id])
    page = adas.get(page_of(hat)).content.decode()

    assert "His hat</textarea>" in page
    assert f'value="{rowan.id}" checked' in page
    assert f'value="{mila.id}" checked' not in page
    assert re.search(r'name="dates" value="on">', page)


def test_what_was_typed_stands_there_again_and_in_no_address(ada, adas, given_a_letter):
    letter = given_a_letter(ada, words="To you.")
    answer = adas.post(page_of(letter), a_postcard(ada, words="He was here.", look="yes"))

    page = answer.content.decode()
    assert "He was here.</textarea>" in page
    assert "He was here" not in page.replace("He was here.</textarea>", "")
    assert looked_at(answer).size == (400, 500)
    assert "Location" not in answer


def test_while_one_types_only_the_image_comes_anew(ada, adas, given_a_letter):
    letter = given_a_letter(ada, words="To you.")
    answer = adas.post(page_of(letter), a_postcard(ada), headers={"HX-Request": "true"})

    assert looked_at(answer).size == (400, 500)
    assert "<form" not in answer.content.decode()


def test_only_on_this_page_may_an_image_be_part_of_it(ada, adas, given_a_letter):
    letter = given_a_letter(ada, words="To you.")

    assert "data:" in adas.get(page_of(letter))["Content-Security-Policy"]
    assert "data:" not in adas.get(f"/keepsakes/{letter.id}/")["Content-Security-Policy"]


def test_a_covered_picture_is_not_in_an_image_before_it_is_uncovered(ada, adas, given_a_picture):
    hat = given_a_picture(ada, circle="us", title="His hat", covered=True)
    wanted = a_postcard(ada, layout="picture", picture=media_of(hat), words="Ours.", save="yes")
    for answer in [adas.get(page_of(hat)), adas.post(page_of(hat), wanted)]:
        assert answer["Content-Type"].startswith("text/html")
        assert not SHOWN.search(answer.content.decode())
        assert "His hat" not in answer.content.decode()

    uncovered = adas.post(page_of(hat), {"who": ada.id, "uncover": "yes"})
    assert looked_at(adas.get(uncovered["Location"])).size == (400, 500)
    assert not SHOWN.search(adas.get(page_of(hat)).content.decode())


def test_what_was_typed_before_it_covered_itself_again_comes_along(ada, adas, given_a_picture):
    hat = given_a_picture(ada, circle="us", covered=True)
    typed = a_postcard(ada, words="<b>Ours.", picture=media_of(hat), layout="picture")
    page = adas.post(page_of(hat), typed | {"save": "yes"}).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    sent = {name: unescape(value) for name, value in fields.items()} | {"uncover": "yes"}
    answer = adas.post(page_of(hat), sent, follow=True)

    assert "&lt;b&gt;Ours.</textarea>" in answer.content.decode()
    assert looked_at(answer).size == (400, 500)


@pytest.mark.parametrize("closed", [{"until": "2199-05-12"}, {"until_asked": True}])
def test_of_what_is_not_yet_there_is_no_image(ada, adas, given_a_picture, closed):
    hat = given_a_picture(ada, circle="us", **closed)

    assert adas.get(page_of(hat)).status_code == 404
    saved = adas.post(page_of(hat), a_postcard(ada, picture=media_of(hat), save="yes"))
    assert saved.status_code == 404


def test_of_what_is_in_the_bin_there_is_no_image(ada, adas, given_a_picture):
    hat = given_a_picture(ada, circle="us")
    adas.post(f"/keepsakes/{hat.id}/bin/")

    assert adas.get(page_of(hat)).status_code == 404
    assert "to post" not in adas.get(f"/keepsakes/{hat.id}/").content.decode()


def test_a_grandmother_can_look_and_posts_only_what_is_hers_alone(
    ada, inge, browser_of, given_a_picture
):
    shared, own = given_a_picture(ada, circle="friends"), given_a_picture(inge, title="My hat")
    inges = browser_of(inge)

    assert inges.get(f"/keepsakes/{shared.id}/").status_code == 200
    assert "to post" not in inges.get(f"/keepsakes/{shared.id}/").content.decode()
    wanted = a_postcard(inge, picture=media_of(shared), layout="picture", save="yes")
    assert inges.get(page_of(shared)).status_code == 404
    assert inges.post(page_of(shared), wanted).status_code == 404
    assert "to post" in inges.get(f"/keepsakes/{own.id}/").content.decode()
    assert looked_at(inges.get(page_of(own))).size == (400, 500)


def test_the_childrens_names_are_offered_to_their_parents_only(ada, inge, browser_of):
    rowan = ada.facts.children[0].id

    asked = f"{NEW}?child={rowan}"

    assert f'value="{rowan}" checked' in browser_of(ada).get(asked).content.decode()
    assert "Who is named" not in browser_of(inge).get(asked).content.decode()
    named = browser_of(inge).post(NEW, a_postcard(inge, children=[rowan], save="yes"))
    assert named.status_code == 422


def test_a_picture_of_another_keepsake_is_not_taken(ada, adas, given_a_picture):
    one, other = given_a_picture(ada, circle="us"), given_a_picture(ada, circle="us", title="x")
    wanted = a_postcard(ada, picture=media_of(other), layout="picture", save="yes")

    assert adas.post(page_of(one), wanted).status_code == 422


def test_a_child_takes_nothing_of_it_elsewhere(ada, inge, browser_of, given_a_picture):
    Membership.objects.filter(person=inge.person, circle__kind="friends").update(role="child")
    own, shared = given_a_picture(inge), given_a_picture(ada, circle="friends")
    inges = browser_of(inge)

    for path in (page_of(own), page_of(shared), NEW):
        assert inges.get(path).url == "/siblings/"
        assert inges.post(path, a_postcard(inge, save="yes")).status_code == 404


def test_a_stranger_and_whoever_is_not_signed_in_get_nothing(
    ada, vera, browser_of, given_a_picture
):
    hat = given_a_picture(ada, circle="friends")

    assert browser_of(vera).get(page_of(hat)).status_code == 404
    assert browser_of(None).get(page_of(hat)).status_code == 302
    assert browser_of(None).post(NEW, {"save": "yes", "shape": "post"}).status_code == 302


def test_what_one_typed_is_not_made_as_anothers(ada, jonas, adas):
    assert adas.post(NEW, a_postcard(jonas, save="yes")).status_code == 403


def test_several_children_are_named_together(ada, adas):
    ids = [child.id for child in ada.facts.children]
    images = [
        adas.post(NEW, a_postcard(ada, children=chosen, save="yes")).content
        for chosen in ([], ids[:1], ids[1:], ids)
    ]

    assert len(set(images)) == 4


def test_of_a_living_child_no_date_is_shown(ada, adas):
    rowan, mila = ada.facts.children

    def made(child, **says):
        return adas.post(NEW, a_postcard(ada, children=[child.id], save="yes", **says)).content

    assert made(rowan, dates="on") != made(rowan)
    assert made(mila, dates="on") == made(mila)


def test_words_that_are_too_many_are_said_to_be_before_it_is_saved(ada, adas):
    page = adas.post(NEW, a_postcard(ada, words="One sentence more. " * 100)).content.decode()

    assert "so it ends earlier" in page
    assert "so it ends earlier" not in adas.post(NEW, a_postcard(ada)).content.decode()


def test_more_words_than_are_taken_are_still_there(ada, adas):
    answer = adas.post(NEW, a_postcard(ada, words="x " * 3000, save="yes"))

    assert answer.status_code == 422
    assert "x x x" in answer.content.decode()


@pytest.mark.parametrize(
    "nonsense",
    [{"layout": "x"}, {"shape": "x"}, {"paper": "../x"}, {"kind": "svg"}, {"whole": "x"}],
)
def test_what_is_not_offered_is_not_made(ada, adas, nonsense):
    answer = adas.post(NEW, a_postcard(ada, save="yes") | nonsense)

    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/html")


def test_nothing_is_kept_of_it(ada, adas, given_a_picture, django_assert_max_num_queries):
    hat = given_a_picture(ada, circle="us")
    with django_assert_max_num_queries(30) as asked:
        adas.post(page_of(hat), a_postcard(ada, layout="picture", picture=media_of(hat), save="y"))

    written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "session" not in sql] == []
