# The same commands for those who are used to make.
.PHONY: site test preview record
site test preview record:
	python3 make.py $@
