# The same commands for those who are used to make.
.PHONY: site test preview record bench
site test preview record bench:
	python3 make.py $@
