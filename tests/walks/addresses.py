"""Every page there is, and where a filled house shows it.

`PAGES` answers to the names in web/urls.py; what shows no page of its own stands in `NO_PAGES`,
so that a new address must be given its place here before the tests hold again.
"""

from __future__ import annotations

PAGES = {
    "today": "/",
    "more": "/more/",
    "welcome-children": "/welcome/children/",
    "welcome-words": "/welcome/words/",
    "welcome-place": "/welcome/place/",
    "welcome-sheet": "/welcome/sheet/",
    "timeline": "/timeline/?order=beginning",
    "search": "/search/?words=linden",
    "waiting": "/waiting/",
    "bin": "/bin/",
    "write": "/keepsakes/new/?draft={draft}",
    "keep-files": "/keepsakes/new/files/",
    "keep-thing": "/keepsakes/new/thing/",
    "keep-sound": "/keepsakes/new/sound/",
    "keepsake": "/keepsakes/{picture}/",
    "pages": "/keepsakes/{paper}/{paper-media}/pages/",
    "arrange": "/keepsakes/{thing}/arrange/",
    "frame": "/keepsakes/{picture}/{picture-media}/frame/",
    "change": "/keepsakes/{letter}/change/",
    "versions": "/keepsakes/{letter}/versions/",
    "version": "/keepsakes/{letter}/versions/1/",
    "for-good": "/keepsakes/{binned}/for-good/",
    "tree": "/tree/",
    "tree-list": "/tree/list/",
    "bring-in": "/bring-in/",
    "import": "/imports/{import-ada}/",
    "tray": "/tray/",
    "remove-rest": "/tray/rest/",
    "when": "/tray/when/",
    "children": "/children/",
    "new-child": "/children/new/",
    "child": "/children/{child}/",
    "take-out": "/children/{child}/taking-out/",
    "help-now": "/help-now/",
    "settings": "/settings/",
    "settings-place": "/settings/place/",
    "settings-words": "/settings/words/",
    "settings-me": "/settings/me/",
    "settings-passphrase": "/settings/passphrase/",
    "settings-sheet": "/settings/sheet/",
}
# The same address with another thing behind it.
MORE = {
    "a letter": "/keepsakes/{letter}/",
    "a covered picture": "/keepsakes/{covered}/",
    "a film": "/keepsakes/{film}/",
    "a sound": "/keepsakes/{sound}/",
    "a paper": "/keepsakes/{paper}/",
    "an ultrasound": "/keepsakes/{ultrasound}/",
    "an ultrasound to look over": "/keepsakes/{ultrasound}/{ultrasound-media}/frame/",
    "a thing": "/keepsakes/{thing}/",
    "a thing to change": "/keepsakes/{thing}/change/",
    "what cannot be shown": "/keepsakes/{unseen}/",
    "a covered picture to arrange": "/keepsakes/{covered}/arrange/",
    "a covered letter": "/keepsakes/{shut-letter}/",
    "something in the bin": "/keepsakes/{binned}/",
    "a picture to change": "/keepsakes/{picture}/change/",
    "a new letter": "/keepsakes/new/",
    "a search without words": "/search/",
    "a search that finds nothing": "/search/?words=xylophone",
    "nothing at this address": "/nowhere/",
}
# What a family has that has kept nothing yet.
EMPTY = ["today", "timeline", "waiting", "bin", "tree", "tree-list", "bring-in", "tray", "when"]
EMPTY += ["children", "settings"]
# What shows a grandmother less than it shows a parent.
OTHERWISE_FOR_INGE = ["today", "timeline", "more", "children", "settings", "settings-me"]
# Seen by nobody who is signed in, or only before there is a family.
OUTSIDE = {"sign-in": "/sign-in/", "by-sheet": "/sign-in/sheet/", "help-now": "/help-now/"}
FIRST = {"welcome", "welcome-way-in"}
CLOSED = {"closed", "open-screen"}
NO_PAGES = {
    "asset": "a file",
    "robots": "plain text",
    "pieces": "only for development, behind a setting",
    "view": "a picture",
    "page": "a picture",
    "unframed": "a picture",
    "played": "a film or a sound",
    "moving": "a picture that moves",
    "playing": "a part of a keepsake's page",
    "original": "a file to be saved",
    "import-report": "a file to be saved",
    "sheet-pdf": "a file to be printed",
    "draft": "kept as one types; leads on to the letter",
    "go-on-import": "an act that leads on to the import",
    "give-up-upload": "an act of the script",
    "uncover": "an act that leads on to the keepsake",
    "cover": "an act that leads on to the keepsake",
    "put-in-bin": "an act that leads on to the timeline",
    "take-back": "an act that leads on to the keepsake",
    "choose": "an act that leads back to the tray",
    "begin-import": "an act of the script",
    "start-import": "an act of the script",
    "begin-upload": "an act of the script",
    "begin-loose-upload": "an act of the script",
    "share": "an act of the phone that leads on to the import, or to a draft",
    "manifest": "a file for the browser",
    "upload": "an act of the script",
    "told": "seen by whoever has a mail; tests/care looks at it",
    "push-worker": "a file for the browser",
    "settings-push": "an act of the script",
    "settings-push-end": "an act that leads back to the settings",
    "quiet": "an act that leads back to where it was",
    "sign-out": "an act that leads on to the way in",
    "sign-out-everywhere": "an act that leads on to the way in",
    "close-screen": "an act that leads on to the closed screen",
}
