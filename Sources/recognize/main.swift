print("recognize")
