
__asm__(".section .init,\"ax\",@progbits\nnop\n.text");
