"""The sample workspace: a CRM that lives, injectors, pools with a past, agents' calls. Everything is invented."""

from leadadmin.app.demo.living import LivingCrm, alive, sample_crm
from leadadmin.app.demo.sample import Sample, open_or_make, run_each, sample_folder

__all__ = ["LivingCrm", "Sample", "alive", "open_or_make", "run_each", "sample_crm", "sample_folder"]
