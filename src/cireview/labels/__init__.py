"""What people decided in sheets: read them, and settle what several people said of one report."""

from cireview.labels.read import LABEL, label_files, read_labels
from cireview.labels.settle import CONFLICT, Settled, settle

__all__ = ["CONFLICT", "LABEL", "Settled", "label_files", "read_labels", "settle"]
