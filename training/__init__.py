"""How the learned weights in ``service/engine/weights`` were made. Never imported by the service."""
