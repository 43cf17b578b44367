"""What every store of cases must do, as tests that a store's own tests inherit: they only say how one is made."""

from __future__ import annotations

import pytest

from fairness_core.errors import CallerError, StaleVersion, UnreadableSource
from fairness_core.process.store import CaseStore, StoredNote

SALT = "0123456789abcdef"
NOTE = StoredNote.made("Two records were late.", SALT, confidentiality="restricted")


class StoreContract:
    """The tests; a class that inherits them gives the fixture `store`: one that holds nothing."""

    @pytest.fixture
    def store(self) -> CaseStore:
        """Return a store that holds nothing."""
        raise NotImplementedError

    def test_a_new_store_holds_nothing(self, store: CaseStore) -> None:
        """There is no case, no words and no certificate, and to ask makes none."""
        assert () == store.references()
        assert ((), None, None) == (store.notes("c1"), store.note("c1", NOTE.ref), store.certificate("c1"))
        with pytest.raises(UnreadableSource, match="There is no case c1 here"):
            store.lines("c1")
        with pytest.raises(UnreadableSource, match="There is no case c1 here"):
            store.append("c1", "line", expected=0)
        assert () == store.references()

    def test_a_log_is_kept_line_by_line(self, store: CaseStore) -> None:
        """Lines come back in their order, each case for itself, sorted by reference."""
        store.begin("c2", ["head", "one"])
        store.begin("c1", ["other"])
        store.append("c2", "two", expected=1)
        assert (("c1", "c2"), ("head", "one", "two")) == (store.references(), store.lines("c2"))
        assert ("other",) == store.lines("c1")

    def test_a_stale_line_is_refused(self, store: CaseStore) -> None:
        """Who has seen another number of events adds nothing, and is told how many there are."""
        store.begin("c1", ["head", "one"])
        for seen in (0, 2):
            with pytest.raises(StaleVersion) as refused:
                store.append("c1", "two", expected=seen)
            assert (seen, 1) == (refused.value.expected, refused.value.found)
        assert ("head", "one") == store.lines("c1")

    def test_a_log_begins_once(self, store: CaseStore) -> None:
        """A second beginning is refused, and the first stays."""
        store.begin("c1", ["head", "one"])
        with pytest.raises(StaleVersion) as refused:
            store.begin("c1", ["another", "two", "three"])
        assert (0, 1) == (refused.value.expected, refused.value.found)
        assert ("head", "one") == store.lines("c1")

    def test_words_are_kept_beside_a_log(self, store: CaseStore) -> None:
        """Words come back as they were, also before there is a log; a second time changes nothing."""
        store.keep_note("c1", NOTE)
        store.keep_note("c1", NOTE)
        assert (NOTE, (NOTE.ref,)) == (store.note("c1", NOTE.ref), store.notes("c1"))
        assert (None, ()) == (store.note("c2", NOTE.ref), store.references())

    def test_other_words_do_not_take_their_place(self, store: CaseStore) -> None:
        """Words under a reference that has others are refused, and the others stay."""
        store.keep_note("c1", NOTE)
        with pytest.raises(CallerError, match="Other words are kept"):
            store.keep_note("c1", StoredNote(ref=NOTE.ref, text="Three records were late.", salt=SALT))
        assert NOTE == store.note("c1", NOTE.ref)

    def test_words_are_removed_for_good(self, store: CaseStore) -> None:
        """Removed words are gone, twice is once, and the log is as it was."""
        store.begin("c1", ["head"])
        store.keep_note("c1", NOTE)
        for _ in range(2):
            store.remove_note("c1", NOTE.ref)
            assert (None, (), ("head",)) == (store.note("c1", NOTE.ref), store.notes("c1"), store.lines("c1"))
        store.remove_note("c2", NOTE.ref)

    def test_a_case_is_removed_whole(self, store: CaseStore) -> None:
        """Log and words go together, and the other case stays; twice is once."""
        store.begin("c1", ["head", "one"])
        store.keep_note("c1", NOTE)
        store.begin("c2", ["head"])
        for _ in range(2):
            store.remove("c1", expected=1)
            assert (("c2",), ()) == (store.references(), store.notes("c1"))

    def test_a_case_that_moved_on_is_not_removed(self, store: CaseStore) -> None:
        """Who has seen another number of events removes nothing."""
        store.begin("c1", ["head", "one"])
        store.keep_note("c1", NOTE)
        with pytest.raises(StaleVersion):
            store.remove("c1", expected=0)
        assert (("head", "one"), NOTE) == (store.lines("c1"), store.note("c1", NOTE.ref))

    def test_a_certificate_outlives_its_case(self, store: CaseStore) -> None:
        """A certificate can be replaced and taken back while the case is there, and no more once it is gone."""
        store.begin("c1", ["head"])
        store.keep_certificate("c1", "first")
        store.withdraw_certificate("c1")
        assert store.certificate("c1") is None
        store.keep_certificate("c1", "second")
        store.keep_certificate("c1", "third, in Çeviri")
        store.remove("c1", expected=0)
        store.withdraw_certificate("c1")
        assert ("third, in Çeviri", ()) == (store.certificate("c1"), store.references())

    def test_a_reference_is_not_used_again(self, store: CaseStore) -> None:
        """A case that was destroyed has no successor of the same reference."""
        store.begin("c1", ["head"])
        store.keep_certificate("c1", "{}")
        store.remove("c1", expected=0)
        with pytest.raises(CallerError, match="There was a case c1, which was destroyed"):
            store.begin("c1", ["head"])
        assert () == store.references()

    def test_a_case_that_is_kept_well_has_no_faults(self, store: CaseStore) -> None:
        """A store finds nothing wrong with what it has just written; of no case it says that there is none."""
        store.begin("c1", ["head"])
        store.keep_note("c1", NOTE)
        assert () == store.faults("c1")
        with pytest.raises(UnreadableSource):
            store.faults("c2")
