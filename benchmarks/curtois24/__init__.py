"""Public shift-scheduling instances of Curtois and Qu: reader, evaluator, mapping, measurement."""
