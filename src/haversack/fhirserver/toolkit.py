"""How is the OAuth toolkit told to behave? Its safe choices are off by default; here they are all made, for settings.

A site's settings begin with `from haversack.fhirserver.toolkit import *` and say FHIR_STORE and FHIR_PEOPLE themselves.
"""

OAUTH_APPS = ["haversack.fhirserver", "oauth2_provider"]
OAUTH2_PROVIDER_APPLICATION_MODEL = "fhirserver.App"
OAUTH2_PROVIDER_GRANT_MODEL = "fhirserver.Code"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "fhirserver.AccessToken"  # noqa: S105
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "fhirserver.RefreshToken"  # noqa: S105
# Two of the toolkit's own tables stay empty: identities are signed and not kept, and every device here has a browser.
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "oauth2_provider.IDToken"  # noqa: S105
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "oauth2_provider.DeviceGrant"
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "haversack.fhirserver.oauth.validator.SmartValidator",
    "OAUTH2_SERVER_CLASS": "haversack.fhirserver.oauth.server.SmartServer",
    "PKCE_REQUIRED": True,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ROTATE_REFRESH_TOKEN": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOW_URI_WILDCARDS": False,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
}

FHIR_REGISTRATION = "open"  # whether apps may register themselves; "closed": the site adds them
FHIR_LASTS = "quarter"  # how long an app may come back: hour, day, week, quarter (rolling), year (13 months)
FHIR_BRANDS = ""  # dotted path to what answers, without arguments, who publishes this API: a list of smart.brands.Brand
FHIR_GRACE_SECONDS = 30  # in which an app whose answer was lost may show the same refresh token again
FHIR_MOST_REQUESTS = 600  # a minute, for one token
