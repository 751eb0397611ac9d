"""Batches of submissions: results and reports."""

from tutor.grading.gradebook import gradebook_csv
from tutor.grading.marking import Asked, Mark, Outcome, grade, questions
from tutor.grading.reports import report, report_name
from tutor.grading.results import result_lines
from tutor.grading.submissions import Refused, Submission, read_submissions

__all__ = [
    "Asked",
    "Mark",
    "Outcome",
    "Refused",
    "Submission",
    "grade",
    "gradebook_csv",
    "questions",
    "read_submissions",
    "report",
    "report_name",
    "result_lines",
]
