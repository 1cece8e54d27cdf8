# The same commands for those who are used to make.
.PHONY: site test preview record bench check-pdf check-tex
site test preview record bench check-pdf check-tex:
	python3 make.py $@
