"""HTTP: requests in, answers and problems out. What a text says is the engine's concern, not this package's."""
