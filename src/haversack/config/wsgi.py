"""What does the web server call for every request?"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "haversack.config.settings")
application = get_wsgi_application()
