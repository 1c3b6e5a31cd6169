"""The door for people: addresses, pages, forms. `access` decides what a request may reach."""
