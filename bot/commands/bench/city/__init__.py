"""A day of talk in a district, a city or a province, and what it would take."""
