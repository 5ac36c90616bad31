"""Open311 GeoReport v2 in JSON: services, requests, tokens."""
