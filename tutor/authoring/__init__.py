"""Tools for instructors: a skeleton, lint, trials before the judge, a preview, the schema."""

from tutor.authoring.claims import untried_claims
from tutor.authoring.lint import Findings, lint
from tutor.authoring.preview import preview
from tutor.authoring.schema import schema_of
from tutor.authoring.skeleton import skeleton
from tutor.authoring.trials import Trial, run_trials, trials_of

__all__ = ["Findings", "Trial", "lint", "preview", "run_trials", "schema_of", "skeleton", "trials_of", "untried_claims"]
