from __future__ import annotations

import json
import re
from pathlib import Path

from jsonschema import Draft202012Validator
from yaml import safe_load

from mandorla.communities.charter_fields import FIELD_NAMES
from mandorla.core.lifecycle import LICENSE, REVIEW
from mandorla.licenses.models.decision_kinds import KINDS
from mandorla.register.found_ledger import (
    FoundClaim,
    FoundInvestment,
    FoundMeasure,
    FoundProof,
    FoundReading,
    FoundStory,
)
from mandorla.register.found_licenses import (
    FoundCondition,
    FoundDecision,
    FoundLicense,
    FoundReview,
    FoundSponsor,
)
from mandorla.register.own import COMMUNITY_KEYS, SEAT_KEYS, SERIES_KEYS, read_files
from mandorla.register.own_charters import CHARTER_KEYS, FIT_KEYS, PERSON_KEYS, SIGNATURE_KEYS
from mandorla.register.own_licenses import keys_of
from mandorla.register.own_value import EXPECTATION_KEYS, STATEMENT_KEYS
from mandorla.register.readers import READERS
from mandorla.value.models.expectation import LONGEST, MOST
from mandorla.value.models.statement import TEXTS

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "register.schema.json").read_text(encoding="utf-8"))
PAGE = (DOCS / "register.md").read_text(encoding="utf-8")

PARTS = {
    "license": FoundLicense,
    "license_sponsor": FoundSponsor,
    "condition": FoundCondition,
    "review": FoundReview,
    "decision": FoundDecision,
    "investment": FoundInvestment,
    "measure": FoundMeasure,
    "reading": FoundReading,
    "story": FoundStory,
    "proof": FoundProof,
    "claim": FoundClaim,
}


def test_schema_has_the_same_fields_as_the_reader_when_compared():
    parts = SCHEMA["$defs"]
    Draft202012Validator.check_schema(SCHEMA)
    assert tuple(SCHEMA["properties"]) == COMMUNITY_KEYS
    assert tuple(parts["person"]["properties"]) == PERSON_KEYS
    assert tuple(parts["seat"]["properties"]) == SEAT_KEYS
    assert tuple(parts["series"]["properties"]) == SERIES_KEYS
    assert set(parts["charter"]["properties"]) == set(CHARTER_KEYS)
    assert tuple(parts["charter"]["properties"]["texts"]["properties"]) == FIELD_NAMES
    assert set(parts["fit"]["properties"]) == set(FIT_KEYS)
    assert set(parts["signature"]["properties"]) == set(SIGNATURE_KEYS)
    assert set(parts["expectation"]["properties"]) == set(EXPECTATION_KEYS)
    assert parts["expectation"]["properties"]["text"]["maxLength"] == LONGEST
    assert SCHEMA["properties"]["expectations"]["maxItems"] == MOST
    assert set(parts["statement"]["properties"]) == set(STATEMENT_KEYS)
    assert tuple(parts["statement"]["properties"]["texts"]["properties"]) == TEXTS
    for name, found in PARTS.items():
        assert set(parts[name]["properties"]) == set(keys_of(found))


def test_schema_has_the_same_states_as_the_code_when_compared():
    parts = SCHEMA["$defs"]
    assert tuple(parts["license"]["properties"]["state"]["enum"]) == LICENSE.states
    assert tuple(parts["review"]["properties"]["state"]["enum"]) == REVIEW.states
    assert set(parts["decision"]["properties"]["kind"]["enum"]) == set(KINDS)


def test_examples_on_the_page_are_taken_when_read():
    examples = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(examples) == 2
    for text in examples:
        Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(safe_load(text), default=str)))
        assert read_files([("example.yaml", text)]).problems == ()


def test_page_names_every_register_when_there_is_a_reader():
    assert [name for name in READERS if f"import_register {name} PATH" not in PAGE] == []
