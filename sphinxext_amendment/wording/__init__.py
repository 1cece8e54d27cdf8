"""Language to change and back: commands, sentences and forms in the words of a motion."""
