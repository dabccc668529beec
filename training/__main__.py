"""Make all the weights anew, each from those before it: ``python -m training POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

The first step takes about an hour and a half on two processors, the others minutes. What the folder holds already
is not made again.
"""

from . import attribution, ballot, confidence, encoder, pronouns, roles, speech

for step in (encoder, speech, attribution, pronouns, ballot, confidence, roles):
    print(step.__name__, flush=True)
    step.main()
