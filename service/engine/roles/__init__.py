"""Role and affiliation: what the article says a speaker is, and for whom.

The way of the data: a mention → what stands around it (``namings``: ``titles`` before a name, ``elaborations`` after it) → role
phrases taken apart (``phrases``, ``complements``) → statements with printed values (``affiliations``) → one choice for each
speaker (``choice``). ``antecedents`` and ``scene`` are for what the article says elsewhere.
"""

from .choice import profiles

__all__ = ["profiles"]
