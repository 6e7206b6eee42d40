"""What the API can do, told to machines and to people."""

from __future__ import annotations

import json
import subprocess
import sys

from django.test import Client

from mandorla.api.openapi import as_text, read_schema
from mandorla.api.reference import read_reference
from tests import make


def test_schema_is_given_to_whoever_asks():
    make.organization()

    response = Client().get("/api/v1/openapi.json")

    assert response["Content-Type"] == "application/json"
    assert response.json() == json.loads(as_text())
    assert response.json()["openapi"] == "3.1.0"


def test_operations_are_named_once_and_described():
    operations = [
        found for methods in read_schema()["paths"].values() for found in methods.values()
    ]
    names = [found["operationId"] for found in operations]

    assert len(set(names)) == len(names)
    assert not [found["operationId"] for found in operations if not found["summary"]]


def test_reference_shows_every_operation():
    client = Client()
    client.force_login(make.person())

    response = client.get("/api/v1/")

    page = response.content.decode()
    missing = [
        operation.name
        for group in read_reference().groups
        for operation in group.operations
        if f'id="{operation.name}"' not in page
    ]
    assert response.status_code == 200
    assert missing == []
    assert "mdl_" in page


def test_reference_asks_to_sign_in():
    make.organization()

    assert Client().get("/api/v1/").status_code == 302


def test_pages_and_commands_do_not_load_what_only_the_api_needs():
    code = (
        "import django; django.setup();"
        "from django.urls import get_resolver; get_resolver().url_patterns;"
        "from django.core.management import call_command; call_command('check');"
        "import sys; print(sorted({'ninja', 'pydantic', 'mandorla.api.interface'} & set(sys.modules)))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout

    assert printed.splitlines()[-1] == "[]"
