"""The peers' figures, to read Quoth's by: each peer as it is installed, judged by the same scripts.

They were measured once, on sealed articles of the same kind as the development articles, and are not measured again here:
no peer is a dependency.
"""

# Mention right, in percent of the marked attributions, on political news.
MENTIONS = (
    ("textacy", 64),
    ("SaysWho", 62),
    ("Citron, trained on the same corpus", 62),
    ("Gender Gap Tracker", 56),
    ("Citron, with its own models", 52),
)

# F1 of span and speaker together, in percent: the best peer's, and a careful reader's judged by another's reading.
BEST_SPEAKER = {"gold-news-dev": 52, "gold-wild-dev": 49}
READERS = {"gold-news-dev": 98, "gold-wild-dev": 96}
