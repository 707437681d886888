"""Slow things, done beside the window: unlocking, making pages. The window never freezes.

A job is a function that gets and gives plain data and touches no widget. What it returns, or the
error it met, arrives on the window's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot


class Job(QObject):
    """One slow thing on its way: ``done`` with what it gave, or ``failed`` with the error."""

    done = Signal(object)
    failed = Signal(object)  # BaseException
    ended = Signal()

    @Slot(object)
    def finish(self, result: object) -> None:
        """Hand over what the work gave."""
        self.done.emit(result)
        self.ended.emit()

    @Slot(object)
    def fail(self, error: BaseException) -> None:
        """Hand over the error the work met."""
        self.failed.emit(error)
        self.ended.emit()


class _Work(QRunnable):
    """The part of a job that runs in another thread."""

    class Signals(QObject):
        finished = Signal(object)
        broken = Signal(object)

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self.setAutoDelete(False)  # iocbio/gel issue 186: the pool thread would destroy it
        self.signals = self.Signals()
        self._work = work
        self._result: Any = None

    def run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self.signals.broken.emit(error)
        else:
            self.signals.finished.emit(self._result)

    def drop(self) -> None:
        """Close what the work gave and nobody will take: a vault must not stay open."""
        if hasattr(self._result, "close"):
            self._result.close()


class Jobs(QObject):
    """The jobs of one window, one after the other, so that two never share the workbook."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: set[tuple[Job, _Work]] = set()

    def start(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
    ) -> Job:
        """Run ``work`` beside the window, then ``done`` with what it gave or ``failed``."""
        job, running = Job(self), _Work(work)
        pair = (job, running)  # kept here until the job ended, or Python would free it too soon
        self._running.add(pair)
        job.done.connect(done)
        job.failed.connect(failed)
        job.ended.connect(lambda: self._forget(pair))
        running.signals.finished.connect(job.finish)
        running.signals.broken.connect(job.fail)
        self._pool.start(running)
        return job

    @property
    def busy(self) -> bool:
        """Whether anything is still on its way."""
        return bool(self._running)

    def wait(self, at_most: int = -1) -> None:
        """Let what runs come to its end, and drop what has not begun; before the program ends.

        ``at_most`` is in milliseconds, -1 as long as it takes; what runs longer than that is left
        to end with the process (``busy`` stays true).
        """
        self._pool.clear()
        ended = self._pool.waitForDone(at_most)
        for job, running in self._running:
            job.blockSignals(True)
            running.drop()
        if not ended:
            return
        self._running.clear()

    def _forget(self, pair: tuple[Job, _Work]) -> None:
        self._running.discard(pair)
        pair[0].deleteLater()
