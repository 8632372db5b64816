"""Faces to train on: crops, augmentation, teacher, losses, a run, its evaluation and export."""
