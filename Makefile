# The same commands for those who are used to make.
.PHONY: site test preview bench
site test preview bench:
	python3 make.py $@
