"""The bins of confidence and the plot of them."""

from xml.etree import ElementTree as ET

import pytest

from evaluation.reliability import LARGEST, SMALLEST, Bin, bins, svg

SVG = "{http://www.w3.org/2000/svg}"


def test_a_bin_has_the_mean_chance_said_and_the_share_right() -> None:
    (one,) = bins([(0.62, True), (0.68, False), (0.65, True), (0.65, True)])
    assert (one.low, one.high, one.count, one.right) == (0.6, 0.7, 4, 0.75)
    assert one.said == pytest.approx(0.65)


def test_bins_stand_in_order_and_the_empty_ones_are_left_out() -> None:
    assert [(one.low, one.count) for one in bins([(0.95, True), (0.1, False), (0.9, True)])] == [(0.1, 1), (0.9, 2)]


def test_certainty_is_in_the_last_bin_and_none_in_the_first() -> None:
    assert [(one.low, one.high) for one in bins([(1.0, True), (0.0, False)])] == [(0.0, 0.1), (0.9, 1.0)]


def plotted(*found: Bin, title: str = "A plot") -> ET.Element:
    return ET.fromstring(svg(found, title))  # noqa: S314 (our own)


def test_the_plot_is_xml_with_a_point_for_each_bin() -> None:
    drawing = plotted(Bin(0.5, 0.6, 100, 0.55, 0.5), Bin(0.9, 1.0, 400, 0.95, 0.97), title="Said & right < 1")
    assert drawing.tag == f"{SVG}svg"
    assert drawing.findtext(f"{SVG}title") == "Said & right < 1"
    assert len(drawing.findall(f"{SVG}circle")) == 2
    assert {"100", "400"} <= {label.text for label in drawing.iter(f"{SVG}text")}


def test_the_area_of_a_point_is_the_size_of_its_bin_and_none_is_too_small_to_see() -> None:
    found = [Bin(0.1, 0.2, 1, 0.15, 0.1), Bin(0.5, 0.6, 1000, 0.55, 0.5), Bin(0.9, 1.0, 4000, 0.95, 0.97)]
    radii = [float(circle.attrib["r"]) for circle in plotted(*found).iter(f"{SVG}circle")]
    assert radii == [SMALLEST, LARGEST / 2, LARGEST]


def test_more_right_than_said_is_above_the_dashed_line() -> None:
    (even,) = plotted(Bin(0.5, 0.6, 9, 0.5, 0.5)).iter(f"{SVG}circle")
    (above,) = plotted(Bin(0.5, 0.6, 9, 0.5, 0.75)).iter(f"{SVG}circle")
    assert above.attrib["cx"] == even.attrib["cx"]
    assert float(above.attrib["cy"]) < float(even.attrib["cy"])


def test_the_plot_has_a_ground_of_its_own_for_light_and_dark_pages() -> None:
    drawing = plotted()
    assert "prefers-color-scheme: dark" in (drawing.findtext(f"{SVG}style") or "")
    ground = drawing.find(f"{SVG}rect")
    assert ground is not None
    assert (ground.attrib["width"], ground.attrib["height"]) == (drawing.attrib["width"], drawing.attrib["height"])
