"""How gently: quiet, and later reminders, paths and check-ins."""
