"""Work beside the build leaves its files, and stops the build where it fails."""

import os

import pytest

from build_hooks.aside import Aside
from build_hooks.errors import BuildError


def test_what_it_writes_is_there_once_it_has_ended(tmp_path):
    Aside((tmp_path / "who").write_text, "done").wait("a file")
    assert (tmp_path / "who").read_text() == "done"


def test_it_works_in_a_process_of_its_own(tmp_path):
    Aside(lambda: (tmp_path / "who").write_text(str(os.getpid()))).wait("a file")
    assert (tmp_path / "who").read_text() != str(os.getpid())


def test_a_failure_stops_the_build_and_its_reason_has_been_said(tmp_path, capfd):
    with pytest.raises(BuildError, match="files for machines: not done"):
        Aside((tmp_path / "no folder" / "who").write_text, "done").wait("files for machines")
    assert "FileNotFoundError" in capfd.readouterr().err


def test_where_nothing_can_be_forked_it_is_done_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr("multiprocessing.get_all_start_methods", lambda: ["spawn"])
    work = Aside((tmp_path / "who").write_text, str(os.getpid()))
    assert (tmp_path / "who").read_text() == str(os.getpid())
    work.wait("a file")
