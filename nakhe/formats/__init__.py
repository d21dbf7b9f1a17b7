"""How dates read where a template or the admin formats them by itself."""
