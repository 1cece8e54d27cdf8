# The same commands for those who are used to make.
.PHONY: site test preview
site test preview:
	python3 make.py $@
