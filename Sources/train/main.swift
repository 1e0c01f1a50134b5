TrainCommand().run()
