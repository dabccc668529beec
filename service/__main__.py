"""``python -m service`` is the command ``quoth``."""

import sys

from .cli import main

sys.exit(main())
