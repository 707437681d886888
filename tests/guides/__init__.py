"""What is asked: kinds of answer, rules, and the content that comes with the program."""
