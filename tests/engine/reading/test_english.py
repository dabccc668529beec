"""A warning is due where a text is plainly foreign, and never on English."""

import gzip
import json
from pathlib import Path

import pytest

from service.engine.reading.english import SHORTEST, plainly_foreign

ENGLISH = (
    "The city council voted on Tuesday to close the old bridge over the river until May. “We had no "
    "choice,” the mayor said after the session, which went on until late at night. Those who live on the "
    "other bank will have to take a detour of four miles. "
)
FOREIGN = {
    "German": (
        "Der Stadtrat beschloss am Dienstag, die alte Brücke über den Fluss bis zum Mai zu sperren. „Wir "
        "hatten keine Wahl“, sagte die Bürgermeisterin nach der Sitzung, die bis spät in die Nacht dauerte. "
        "Die Anwohner müssen nun einen Umweg fahren."
    ),
    "French": (
        "Le conseil municipal a décidé mardi de fermer le vieux pont sur la rivière jusqu'en mai. « Nous "
        "n'avions pas le choix », a déclaré la maire après la séance, qui a duré jusque tard dans la nuit. "
        "Les riverains devront faire un long détour."
    ),
    "Spanish": (
        "El ayuntamiento decidió el martes cerrar el viejo puente sobre el río hasta mayo. “No teníamos otra "
        "opción”, dijo la alcaldesa tras la sesión, que se prolongó hasta altas horas de la noche. Los "
        "vecinos tendrán que dar un largo rodeo."
    ),
    "Dutch": (
        "De gemeenteraad besloot dinsdag de oude brug over de rivier tot mei te sluiten. „We hadden geen "
        "keuze”, zei de burgemeester na de vergadering, die tot diep in de nacht duurde. Wie aan de overkant "
        "woont, moet nu ver omrijden."
    ),
    "Swedish": (
        "Kommunfullmäktige beslutade på tisdagen att stänga den gamla bron över ån till maj. ”Vi hade inget "
        "val”, sade borgmästaren efter mötet, som varade till sent på natten. De som bor på andra sidan "
        "måste nu köra en lång omväg varje dag."
    ),
    "Russian": (
        "Городской совет во вторник решил закрыть старый мост через реку до мая. «У нас не было выбора», — "
        "сказала мэр после заседания, которое продолжалось до поздней ночи. Жителям другого берега придется "
        "ездить в объезд каждый день."
    ),
    "Japanese": (
        "市議会は火曜日、川に架かる古い橋を五月まで閉鎖することを決めた。"
        "「ほかに選択肢はなかった」と、市長は深夜まで続いた会議のあとで語った。"
    )
    * 4,
    "Arabic": (
        "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم فوق النهر حتى شهر مايو. وقالت رئيسة البلدية بعد "
        "الجلسة التي استمرت حتى وقت متأخر من الليل: لم يكن لدينا خيار آخر. وسيضطر سكان الضفة الأخرى إلى سلوك "
        "طريق أطول كل يوم."
    ),
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN.keys())
def test_foreign_texts(text: str) -> None:
    assert len(text) >= SHORTEST
    assert plainly_foreign(text)
    assert plainly_foreign(text * 50)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.replace("The", "Teh").replace(" the ", " de "),
        ENGLISH + FOREIGN["Spanish"],
        ENGLISH * 20 + FOREIGN["German"] * 20,
        "Sergei Lavrov met Xi Jinping, Olaf Scholz, Recep Tayyip Erdoğan and Andrzej Duda in Samarkand, Uzbekistan. " * 3,
        "Arsenal 2-1 Chelsea; Everton 0-0 Fulham; Leeds 3-3 Wolves. " * 10,
        "1,204 3.5 88% 7/11/2020 19:30 " * 40,
        "https://example.org/a?b=c&d=e_f " * 40,
        "“”\"'—… \n\t" * 100,
        "a" * 5_000,
        "\ud800" * 500,
        "",
    ],
)
def test_english_and_what_is_no_language(text: str) -> None:
    assert not plainly_foreign(text)


def test_a_short_text_is_never_foreign() -> None:
    assert not plainly_foreign(FOREIGN["Russian"][: SHORTEST - 1])
    assert not plainly_foreign(FOREIGN["Russian"][:100] + " " * SHORTEST)


@pytest.mark.slow
def test_no_article_of_an_english_corpus_is_foreign(shared: Path) -> None:
    with gzip.open(shared / "corpora" / "polnear-dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert [text[:60] for text in texts if plainly_foreign(text)] == []
