# The same commands for those who are used to make.
.PHONY: site test preview record bench check-pdf
site test preview record bench check-pdf:
	python3 make.py $@
