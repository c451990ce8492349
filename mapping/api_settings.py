"""Settings of the API and its documentation."""

from mapping import env

PLACES_A_MINUTE = env.number("PLACES_A_MINUTE", 30)  # questions of one address that reach the geocoder; 0 for none
API_REQUESTS_A_MINUTE = env.number("API_REQUESTS_A_MINUTE", 1200)  # of one address; 0 for no limit
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter like any other unknown one
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_CLASSES": [],  # api.throttles counts before an answer is taken from what is kept
    "DEFAULT_SCHEMA_CLASS": "api.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "api.errors.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "MIT Mapping API",
    "DESCRIPTION": "Clubs, committees and initiatives that are open to newcomers. Read only, no key needed.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "PREPROCESSING_HOOKS": [],
    "POSTPROCESSING_HOOKS": [],
}
