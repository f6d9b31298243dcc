"""An output is the old file or the new one, never a part of either."""

import os

import pytest

from properties.files import write


def test_a_file_is_written_and_replaced_with_its_mode_kept(tmp_path):
    path = tmp_path / "page.tex"
    write(path, "one\n")
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()
    path.chmod(0o600)
    write(path, "zwei: θ\n")
    assert path.read_bytes() == "zwei: θ\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["page.tex"]


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("error", [OSError("full"), KeyboardInterrupt()])
def test_what_fails_or_is_interrupted_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, error):
    path = tmp_path / "page.tex"
    write(path, "old\n")

    def broken(*_):
        raise error

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(type(error)):
        write(path, "new\n")
    assert path.read_text() == "old\n"
    assert os.listdir(tmp_path) == ["page.tex"]


def test_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "target.tex", tmp_path / "link.tex"
    target.write_text("old\n")
    link.symlink_to(target)
    write(link, "new\n")
    assert link.is_symlink() and target.read_text() == "new\n"


def test_a_missing_directory_and_a_directory_are_errors(tmp_path):
    for place in (tmp_path / "none" / "page.tex", tmp_path):
        with pytest.raises(OSError):
            write(place, "text\n")
    assert os.listdir(tmp_path) == []
