import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heartleaf.settings")
__import__("django.core.management").core.management.execute_from_command_line()
