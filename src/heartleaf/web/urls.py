"""Every address, grouped by what it is about."""

from __future__ import annotations

from django.urls import path

from heartleaf.web import (
    archive,
    candle,
    care,
    entering,
    family,
    feed,
    files,
    filing,
    framing,
    keepsakes,
    look,
    on_this_day,
    sending,
    settings,
    sharing,
    sheet,
    tending,
    today,
    tree,
    welcome,
    writing,
)

urlpatterns = [
    # Today, and the way round
    path("", today.today, name="today"),
    path("let-be/", today.let_be, name="let-be"),
    path("more/", today.more, name="more"),
    path("assets/<str:name>", look.asset, name="asset"),
    path("robots.txt", look.robots, name="robots"),
    path("manifest.webmanifest", look.manifest, name="manifest"),
    path("pieces/", look.pieces, name="pieces"),
    # The first evening
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/way-in/", welcome.way_in, name="welcome-way-in"),
    path("welcome/children/", welcome.children, name="welcome-children"),
    path("welcome/words/", welcome.words, name="welcome-words"),
    path("welcome/place/", welcome.place, name="welcome-place"),
    path("welcome/sheet/", welcome.sheet, name="welcome-sheet"),
    # Coming in and going out
    path("sign-in/", entering.sign_in, name="sign-in"),
    path("sign-in/sheet/", entering.by_sheet, name="by-sheet"),
    path("sign-out/", entering.sign_out, name="sign-out"),
    path("closed/", care.closed, name="closed"),
    path("closed/begin/", care.close_screen, name="close-screen"),
    path("closed/open/", care.open_screen, name="open-screen"),
    # Keepsakes
    path("timeline/", keepsakes.timeline, name="timeline"),
    path("search/", keepsakes.search, name="search"),
    path("waiting/", keepsakes.waiting, name="waiting"),
    path("bin/", keepsakes.bin, name="bin"),
    path("keepsakes/new/", writing.write, name="write"),
    path("keepsakes/new/files/", filing.files, name="keep-files"),
    path("keepsakes/new/thing/", filing.thing, name="keep-thing"),
    path("keepsakes/new/sound/", filing.sound, name="keep-sound"),
    path("keepsakes/<uuid:id>/", keepsakes.keepsake, name="keepsake"),
    path("keepsakes/<uuid:id>/uncovering/", keepsakes.uncover, name="uncover"),
    path("keepsakes/<uuid:id>/cover/", keepsakes.cover, name="cover"),
    path("keepsakes/<uuid:id>/change/", writing.change, name="change"),
    path("keepsakes/<uuid:id>/versions/", keepsakes.versions, name="versions"),
    path("keepsakes/<uuid:id>/versions/<int:revision>/", keepsakes.version, name="version"),
    path("keepsakes/<uuid:id>/bin/", keepsakes.put_in_bin, name="put-in-bin"),
    path("keepsakes/<uuid:id>/take-back/", keepsakes.take_back, name="take-back"),
    path("keepsakes/<uuid:id>/for-good/", keepsakes.for_good, name="for-good"),
    path("keepsakes/<uuid:id>/<uuid:media>/unframed.jpg", framing.unframed, name="unframed"),
    path("keepsakes/<uuid:id>/<uuid:media>/<str:view>.jpg", files.view, name="view"),
    path("keepsakes/<uuid:id>/<uuid:media>/pages/", files.pages, name="pages"),
    path("keepsakes/<uuid:id>/<uuid:media>/pages/<int:number>.jpg", files.page, name="page"),
    path("keepsakes/<uuid:id>/<uuid:media>/played", files.played, name="played"),
    path("keepsakes/<uuid:id>/<uuid:media>/playing/", files.playing, name="playing"),
    path("keepsakes/<uuid:id>/<uuid:media>/moving", files.moving, name="moving"),
    path("keepsakes/<uuid:id>/<uuid:media>/original", files.original, name="original"),
    path("keepsakes/<uuid:id>/arrange/", tending.arrange, name="arrange"),
    path("keepsakes/<uuid:id>/<uuid:media>/frame/", framing.frame, name="frame"),
    path("drafts/<uuid:id>/", writing.draft, name="draft"),
    # The tree
    path("tree/", tree.tree, name="tree"),
    path("tree/list/", tree.as_list, name="tree-list"),
    # Bringing in
    path("bring-in/", archive.bring_in, name="bring-in"),
    path("imports/", sending.begin_import, name="begin-import"),
    path("imports/<uuid:id>/", archive.progress, name="import"),
    path("imports/<uuid:id>/start/", sending.start_import, name="start-import"),
    path("imports/<uuid:id>/going-on/", archive.go_on, name="go-on-import"),
    path("imports/<uuid:id>/report.txt", archive.report, name="import-report"),
    path("imports/<uuid:id>/uploads/", sending.begin_for_import, name="begin-upload"),
    path("uploads/", sending.begin, name="begin-loose-upload"),
    path("uploads/<uuid:id>/", sending.upload, name="upload"),
    path("uploads/<uuid:id>/given-up/", sending.give_up, name="give-up-upload"),
    path("share/", sharing.share, name="share"),
    path("tray/", archive.tray, name="tray"),
    path("tray/chosen/", archive.choose, name="choose"),
    path("tray/rest/", archive.remove_rest, name="remove-rest"),
    path("tray/when/", archive.when, name="when"),
    # Us
    path("children/", family.children, name="children"),
    path("children/new/", family.new_child, name="new-child"),
    path("children/<uuid:id>/", family.child, name="child"),
    path("children/<uuid:id>/taking-out/", family.take_out, name="take-out"),
    # The calendar feed
    path("calendar/<str:secret>.ics", feed.calendar, name="calendar"),
    path("days/feed/", feed.change, name="feed"),
    # Care
    path("quiet/", care.quiet, name="quiet"),
    path("quiet/until/", care.quiet_until, name="quiet-until"),
    path("on-this-day/", on_this_day.on_this_day, name="on-this-day"),
    path("keepsakes/<uuid:id>/later/", care.later, name="later"),
    path("wave-of-light/", candle.candle, name="candle"),
    path("help-now/", care.help_now, name="help-now"),
    # Settings
    path("settings/", settings.settings, name="settings"),
    path("settings/place/", settings.place, name="settings-place"),
    path("settings/words/", settings.words, name="settings-words"),
    path("settings/me/", settings.me, name="settings-me"),
    path("settings/passphrase/", settings.passphrase, name="settings-passphrase"),
    path("settings/sheet/", sheet.sheet, name="settings-sheet"),
    path("settings/sheet/sheet.pdf", sheet.pdf, name="sheet-pdf"),
    path("settings/everywhere/", settings.everywhere, name="sign-out-everywhere"),
]

handler400 = "heartleaf.web.failing.not_understood"
handler403 = "heartleaf.web.failing.not_open"
handler404 = "heartleaf.web.failing.not_there"
handler500 = "heartleaf.web.failing.our_fault"
