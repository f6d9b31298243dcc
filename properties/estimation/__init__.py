"""The estimate of a family on data: objectives, searches, certificates, and what a fit says."""
