"""The door for web servers."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandorla.config.settings")

application = get_wsgi_application()

# What is loaded by now stays: looking through it for rubbish again and again would be in vain.
gc.collect()
gc.freeze()
