"""Which Django app is this? The backpack."""

from django.apps import AppConfig


class BackpackConfig(AppConfig):
    name = "haversack.backpack"
    label = "backpack"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Backpack"

    def ready(self) -> None:
        """Actions write down that work is due; the queue that wakes a worker is known here, above them. So is what a
        notice of waiting records is about."""
        from haversack.notices.ports import told_by
        from haversack.notices.rules.kinds import Kind

        from .actions.noticing import about_waiting
        from .actions.work import wake_with

        wake_with(_wake)
        told_by(about_waiting, [Kind.RECORDS_WAITING])


def _wake(work: int) -> None:
    from .jobs.work import do_work

    do_work.enqueue(work)
