"""What does the web server call for every request?"""

import os

from django.core.wsgi import get_wsgi_application

from .logs import set_up_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.settings")
set_up_logging()
application = get_wsgi_application()
