"""Whole runs into a folder: a registry screened, compared or told apart, part by part, whole or not at all."""
