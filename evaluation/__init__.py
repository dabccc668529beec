"""How right and how fast Quoth is, measured on files of annotated articles. Never imported by the service."""
