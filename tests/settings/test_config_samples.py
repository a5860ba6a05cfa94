"""Every reader on whole configurations: what each says, and which of its lines were not read."""

from __future__ import annotations

import pytest
import yaml

from ikewizard.settings.readers import READERS
from tests.settings.config_data import Sample, known, manners, read, samples, told

ALL = list(samples())
FEWEST = 3


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: f"{sample.manner}-{sample.name}")
def test_a_configuration_says_what_stands_beside_it(sample: Sample, golden_mode: str) -> None:
    """Each sample is recognised as its manner, and gives the connections and the unread lines noted."""
    configuration = read(sample.text, sample.path.stem)
    found = told(configuration)
    if golden_mode == "write":
        data = {"source": sample.expected["source"], **found}
        sample.path.write_text(yaml.safe_dump(data, sort_keys=False, width=110), encoding="utf-8")
    assert configuration.dialect == sample.manner
    assert found == {key: value for key, value in sample.expected.items() if key != "source"} or (
        golden_mode == "write"
    )


@pytest.mark.parametrize("manner", sorted(READERS))
def test_every_reader_has_samples_with_a_source(manner: str) -> None:
    """No reader is without three whole configurations, each from a source that is named."""
    ours = [sample for sample in ALL if sample.manner == manner]
    assert len(ours) >= FEWEST
    assert all(sample.expected["source"] for sample in ours)


def test_every_manner_has_a_reader_and_every_reader_a_manner() -> None:
    """The data and the code name the same manners."""
    assert set(READERS) == set(manners())


@pytest.mark.parametrize("sample", ALL, ids=lambda sample: f"{sample.manner}-{sample.name}")
def test_every_line_is_accounted_for(sample: Sample) -> None:
    """Each line that is neither blank nor a comment was understood, is irrelevant, or is listed as unread."""
    account = read(sample.text).account
    assert account.read == account.understood + account.irrelevant + len(account.unread)
    assert account.understood > 0
    assert known().manners[sample.manner].title
